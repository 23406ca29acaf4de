import Core

/// Which requests something happens to.
package struct RequestMatch: Sendable {
    package var method: String?
    /// A part of the path.
    package var path: String
    package var isWatch: Bool?
    /// A parameter that has the value `true`.
    package var flag: String?

    package init(_ method: String? = nil, path: String = "", isWatch: Bool? = nil, flag: String? = nil) {
        self.method = method
        self.path = path
        self.isWatch = isWatch
        self.flag = flag
    }

    func matches(_ request: RecordedRequest) -> Bool {
        (method == nil || method == request.method) && (path.isEmpty || request.path.contains(path))
            && (isWatch == nil || isWatch == request.isWatch) && (flag.map { request.query[$0] == "true" } ?? true)
    }
}

package extension StandInCluster {
    /// What happens to a request.
    enum Fault: Sendable {
        /// A Status with this code and reason; nothing is done.
        case refuse(Int, reason: String, message: String = "made up for a test", retryAfter: Int? = nil)
        /// Done, but the connection ends without an answer.
        case loseAnswer
        /// No answer, and no end, until the other side gives up.
        case hang
        /// The connection ends before anything is done.
        case close
        /// The answer (of a watch: the stream) ends after so many bytes.
        case cut(after: Int)
        /// A log ends in good order after so many bytes, as a server's answer does when the node behind it broke off.
        case endLog(after: Int)
        /// This text instead of JSON.
        case garble(String)
        /// A watch: a 200 whose first event is an ERROR with 410.
        case expiredEvent
    }
}

struct Faults {
    struct Planned {
        let match: RequestMatch
        let fault: StandInCluster.Fault
        var left: Int
    }

    var plan: [Planned] = []

    mutating func next(for request: RecordedRequest) -> StandInCluster.Fault? {
        guard let index = plan.firstIndex(where: { $0.left > 0 && $0.match.matches(request) }) else { return nil }
        plan[index].left -= 1
        return plan[index].fault
    }
}
