// Package digest puts tasks that open at about the same time into one post. A group's robot
// takes twenty posts a minute, and people read fewer.
//
// [Digest.Open] holds a task until its post was taken, and only then reports it as open. So
// nothing has to be stored here. If the process dies in between, the task was never opened,
// and the engine opens it again. At worst a post counts it twice.
//
// The other way would be to answer at once and to post a list of Engine.OpenTasks later. It
// needs one chosen replica, a memory of the posts, and one more loop in the host. The price
// of this way: a post holds at most as many tasks as open at the same time, which is
// care.Options.Parallel. And that many go in each span of gathering.
//
// [Text] is the text of a post: number and kinds of tasks, and a link. A group has many
// readers, so names, numbers and scripts are left out unless the host wants them.
package digest
