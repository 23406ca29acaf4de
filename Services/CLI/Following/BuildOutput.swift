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
    /// Lines from before the plan was told: the account has its order, whichever comes first over the network.
    private var early: [JSONValue]? = []

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
        if !isJSON, early != nil, (early?.count ?? 0) < 1000 {
            early?.append(line)
            return
        }
        await show(line)
    }

    /// From now on lines are shown as they come.
    func begin() async {
        let held = early ?? []
        early = nil
        for line in held { await show(line) }
    }

    private func show(_ line: JSONValue) async {
        let message = line.text("message")
        // What the account says itself, in its own line.
        guard isJSON || !(message.hasPrefix("plan  ") || message.hasPrefix("Fetching ")) else { return }
        if message.hasPrefix("-->") || message.hasPrefix(" --->"), message.contains("Using cache") { cached += 1 }
        if message.hasPrefix("Built sha256:") { isOver = true }
        if isJSON { return Terminal.jsonLine(["event": "log", "line": line]) }
        if isShown { await board.say([Span("            " + message, .dim)]) }
    }

    /// Waits for the build's last line, so that nothing of it comes after the line that sums it up; not for long.
    func settle() async {
        await begin()
        for _ in 0..<40 where !isOver { try? await Task.sleep(for: .milliseconds(50)) }
    }
}
