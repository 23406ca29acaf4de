import Core
import Foundation
import Testing

/// The built `slipway`, as somebody types it: with and without a terminal, in a folder of its own.
struct CommandLineTool: Sendable {
    struct Outcome: Sendable {
        let status: Int32
        /// Standard output and standard error, as they came.
        let raw: String
    }

    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    let folder: String
    /// The package's root, from where this file lies.
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path()

    init() throws {
        folder = NSTemporaryDirectory() + "slipway-cli-" + Hex.encode(Random.bytes(6))
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// Without a terminal; nothing on standard input.
    func run(_ arguments: [String]) async throws -> Outcome {
        try await start("\(Self.root)/.build/debug/slipway", arguments, input: nil)
    }

    /// In a terminal of a hundred columns, with what is typed into it once something was asked.
    func runInTerminal(_ arguments: [String], typing: String = "", after question: String = "") async throws -> Outcome {
        let quoted = (["\(Self.root)/.build/debug/slipway"] + arguments).map { "'\($0)'" }.joined(separator: " ")
        return try await start("/usr/bin/script", ["-q", "-e", "-f", "-c", "stty cols 100 rows 40; \(quoted)", "/dev/null"], input: typing, after: question)
    }

    private func start(_ program: String, _ arguments: [String], input: String?, after question: String = "") async throws -> Outcome {
        let file = "\(folder)/output-" + Hex.encode(Random.bytes(4))
        guard FileManager.default.createFile(atPath: file, contents: nil), let output = FileHandle(forWritingAtPath: file) else {
            throw Failed(description: "\(file) can't be written")
        }
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = [
            "HOME": folder, "SLIPWAY_SETTINGS": folder + "/settings.json", "PATH": "/usr/bin:/bin", "TERM": "xterm", "LANG": "C.UTF-8",
        ]
        process.standardOutput = output
        process.standardError = output
        let pipe = Pipe()
        process.standardInput = input == nil ? FileHandle.nullDevice : pipe
        let typing = Task {
            guard let input else { return }
            while !question.isEmpty, !String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self).contains(question) {
                try await Task.sleep(for: .milliseconds(50))
            }
            pipe.fileHandleForWriting.write(Data(input.utf8))
        }
        defer { typing.cancel() }
        let status = try await withDeadline(.after(.seconds(180)), "slipway \(arguments.joined(separator: " "))") {
            try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Int32, any Error>) in
                    process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
                    do { try process.run() } catch { continuation.resume(throwing: error) }
                }
            } onCancel: {
                process.terminate()
            }
        }
        try? pipe.fileHandleForWriting.close()
        try output.close()
        defer { try? FileManager.default.removeItem(atPath: file) }
        return Outcome(status: status, raw: String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self))
    }
}

/// What stands on a terminal after everything was written to it: enough of one for what `slipway` does there.
struct Screen {
    private var rows: [[Character]] = [[]]
    private var row = 0
    private var column = 0

    init(_ text: String) {
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\u{1B}": rest = obey(rest)
            case "\r": column = 0
            case "\n":
                row += 1
                if row == rows.count { rows.append([]) }
            default: put(Character(scalar))
            }
        }
    }

    var lines: [String] { rows.map { String($0).trimmingCharacters(in: .init(charactersIn: " ")).isEmpty ? "" : String($0) } }

    private mutating func put(_ character: Character) {
        while rows[row].count <= column { rows[row].append(" ") }
        rows[row][column] = character
        column += 1
    }

    /// `ESC [ n A` goes up, `ESC [ J` clears what follows, colours are none of ours.
    private mutating func obey(_ rest: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
        guard rest.first == "[" else { return rest }
        let parameters = rest.dropFirst().prefix { ("0"..."9").contains($0) || $0 == ";" }
        let after = rest.dropFirst(1 + parameters.count)
        let number = Int(String(String.UnicodeScalarView(parameters))) ?? 1
        switch after.first {
        case "A": row = max(0, row - number)
        case "J":
            rows[row].removeSubrange(min(column, rows[row].count)...)
            rows.removeSubrange((row + 1)...)
        default: break
        }
        return after.dropFirst()
    }
}
