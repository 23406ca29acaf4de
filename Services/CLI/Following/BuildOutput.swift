import Core

/// The lines of a deployment's build as they come: dimmed above the foot of the screen, or one event a line.
actor BuildOutput {
    private let since: String
    private let board: Board
    private let isShown: Bool
    private let isJSON: Bool
    /// Steps whose result the builder had already.
    private(set) var cached = 0
    private var isOver = false

    init(since: String, board: Board, isShown: Bool, isJSON: Bool) {
        self.since = since
        self.board = board
        self.isShown = isShown
        self.isJSON = isJSON
    }

    func follow(_ deployment: String, _ api: APIClient) async throws {
        try await api.follow("deployments/\(deployment)/logs") { event in
            if event.name == "log", let line = try? JSONValue(parsing: event.data) { await self.take(line) }
            return true
        }
    }

    /// A build that is reused wrote its lines before: they are for `slipway logs`.
    func take(_ line: JSONValue) async {
        guard line["source"]?.string == "build", line.text("time") >= since else { return }
        let message = line.text("message")
        if message.hasPrefix("-->") || message.hasPrefix(" --->"), message.contains("Using cache") { cached += 1 }
        if message.hasPrefix("Built sha256:") { isOver = true }
        if isJSON { return Terminal.jsonLine(["event": "log", "line": line]) }
        if isShown { await board.say([Span("            " + message, .dim)]) }
    }

    /// Waits for the build's last line, so that nothing of it comes after the line that sums it up; not for long.
    func settle() async {
        for _ in 0..<40 where !isOver { try? await Task.sleep(for: .milliseconds(50)) }
    }
}
