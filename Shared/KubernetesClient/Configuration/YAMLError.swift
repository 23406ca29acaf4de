/// Why a text is not YAML that Slipway reads, and where.
struct YAMLError: Error, Equatable {
    let message: String
    let line: Int

    init(_ message: String, _ line: Int) {
        self.message = message
        self.line = line
    }
}
