// Package digest puts the tasks that are opened at about the same time into one post: a group's
// robot takes twenty posts a minute, and people read fewer.
//
// [Digest.Open] holds a task until the post with it has been taken, and only then says that it
// is open. So nothing has to be kept here: a task whose process died in between was never
// opened, and the engine, which keeps it, opens it again. At worst a post counts it twice. The
// other way, to say yes at once and to post a list of Engine.OpenTasks later, would need
// one replica to be chosen, a memory of what was posted, and a host that runs one more loop.
// The price is that a post holds no more tasks than are opened at the same time, which is
// care.Options.Parallel, and that this many go in each span of gathering.
//
// [Text] is what such a post says: numbers and kinds of tasks, and where to open them. A group
// has many readers, so names, numbers and scripts stay out of it unless they are asked for.
package digest
