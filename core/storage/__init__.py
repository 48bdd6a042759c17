"""What is kept on disk: runs by workspace, for as long as the limits say, open in one process at a time.

- `store.Store`: all of it, for the engine. `settings`: where, for how long, how much.
- `errors`: why something cannot be read or kept; light, for those who only need to catch it.
- `lesson_file.LessonFile`: what a learner has done of the lesson.
- `workspace_token`: what a workspace is called. `atomic_write`, `files.StoreFiles`: also for what others keep in the data folder.

A run's folder says what it is; there is no index. It may use `core.runs`, `core.training`, `core.lesson`, `core.fields` and `core.spec`.
"""
