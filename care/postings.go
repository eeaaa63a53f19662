package care

import (
	"strings"

	"github.com/tiexin-go/tiexin/channel"
)

// What every room knows of a posting: whose message it is, and which lane it takes.

// tasksLane is the lane of what goes to the desk: tasks, and their withdrawals.
const tasksLane = "tasks"

// laneCount is how many lanes there are: the desk's, and one for each channel.
var laneCount = len(channel.Kinds()) + 1

// laneNumber is the place of a lane among the lanes. What no lane is called goes with
// the desk's, and fails there by name.
func laneNumber(name string) int {
	k, _ := channel.ParseKind(name)
	return int(k)
}

// hasPosting has the relay of a lane look at the partition.
func (s *shard) hasPosting(lane string) {
	n := laneNumber(lane)
	if s.posts[n].earlier(0) {
		nudge(s.engine.lanes[n].nudge)
	}
}

// messageOf is the message or task that a posting is about.
func messageOf(postingID string) string {
	i := strings.LastIndexByte(postingID, '@')
	return postingID[:max(i, 0)]
}
