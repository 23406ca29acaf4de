import Foundation

/// What Git says of the folder that a command is typed in.
enum WorkingCopy {
    /// The addresses of its remotes; none outside of a repository.
    static func remotes() -> [RepositoryAddress] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "config", "--get-regexp", #"^remote\..*\.url$"#]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return [] }
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return read(said)
    }

    /// `remote.origin.url https://…`, a line each.
    static func read(_ said: String) -> [RepositoryAddress] {
        said.split(whereSeparator: \.isNewline).compactMap { line in
            line.split(separator: " ", maxSplits: 1).last.flatMap { RepositoryAddress(String($0)) }
        }
    }
}
