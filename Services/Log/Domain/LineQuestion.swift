import Core
import Messages

/// Which lines, and from where.
struct LineQuestion: Sendable {
    var app: AppID
    /// The app's lines are there only for who asks as its project.
    var project: ProjectID
    var deployment: DeploymentID?
    var build: BuildID?
    var since: Timestamp?
    var until: Timestamp?
    var text: String?
    var stream: String?
    var instance: String?
    var source: String?
    var limit: Int
    var cursor: LineCursor?
    var isFromStart: Bool

    /// From its end on: the newest lines when there is neither cursor nor start.
    var isBackwards: Bool {
        switch cursor {
        case .after: false
        case .before: true
        case nil: !isFromStart && since == nil
        }
    }
}

struct LinePage: Sendable {
    var lines: [Proto.Line]
    /// Where to ask again, for what comes.
    var next: LineCursor
    /// Where what came before ends; nil at the beginning.
    var previous: LineCursor?
    /// Read from its end on: when it has to be shorter, its beginning goes.
    var isBackwards = false
    /// In the direction of reading there is more to look at, now.
    var hasMore = false
    /// Lines right behind the cursor that are no longer kept.
    var missing: Int64 = 0
}
