package mail_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/mail"
)

// A shop's mail goes by Aliyun DirectMail. The engine gets the Sender for its channel email.
func ExampleSender() {
	sender := &mail.Sender{
		Host:        "smtpdm.aliyun.com", // port 465, with TLS from the first byte
		Login:       mail.Login{User: "hi@qinghe.example", Password: os.Getenv("MAIL_PASSWORD")},
		TLS:         &tls.Config{MinVersion: tls.VersionTLS12},
		From:        "青禾家 <hi@qinghe.example>",
		Unsubscribe: mail.Unsubscribe{URL: "https://qinghe.example/unsubscribe", Key: key},
	}
	senders := map[channel.Kind]channel.Sender{channel.Email: sender}
	fmt.Println(senders[channel.Email])
	fmt.Println(sender.Login)
	// Output:
	// mail by smtpdm.aliyun.com:465
	// a login
}

// The first line of a text is the subject of its mail.
func ExampleFirstLine() {
	subject, body := mail.FirstLine("您的包裹已到自提点\n亲，凭码到东门驿站领取。")
	fmt.Println(subject)
	fmt.Println(body)
	subject, _ = mail.FirstLine("您的包裹已到自提点。凭码到东门驿站领取。")
	fmt.Println(subject)
	// Output:
	// 您的包裹已到自提点
	// 亲，凭码到东门驿站领取。
	// 您的包裹已到自提点
}

// A customer's mailbox sends the one click.
func ExampleUnsubscribe() {
	leave := mail.Unsubscribe{URL: "https://qinghe.example/unsubscribe", Key: key}
	handler := feed.Handler(leave, feed.Options{
		Sink: func(_ context.Context, events []tiexin.Event) error { // here a host calls engine.HandleAll
			for _, e := range events {
				fmt.Println(e.Type, e.Consent.Channel, e.Customer.ID)
			}
			return nil
		},
	})
	link, err := leave.Link("qinghe", "xiaowang") // as it stands in the mail
	if err != nil {
		panic(err)
	}
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(http.MethodPost, link, nil))
	fmt.Println(answer.Code)
	// Output:
	// consent.revoked email xiaowang
	// 200
}
