import Core
import Foundation
import Testing

@testable import BuildService

@Suite struct TarTests {
    private func folder() throws -> String {
        let folder = NSTemporaryDirectory() + "tar-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    private func run(_ program: String, _ arguments: [String], in folder: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = [
            "HOME": folder, "PATH": "/usr/bin:/bin", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b",
        ]
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    /// As `git archive` packs it.
    private func packed(_ files: [String: String], link: (String, String)? = nil) throws -> [UInt8] {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (path, text) in files {
            let url = URL(fileURLWithPath: "\(folder)/\(path)")
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        if let link { try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(link.0)", withDestinationPath: link.1) }
        for arguments in [["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"], ["archive", "--format=tar", "--output=out.tar", "--add-virtual-file=Dockerfile.made:FROM x", "HEAD"]] {
            try run("/usr/bin/git", arguments, in: folder)
        }
        return Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/out.tar")))
    }

    private func unpack(_ archive: [UInt8], inPiecesOf size: Int, to folder: String) throws {
        let target = try SourceFolder(folder)
        var reader = TarReader()
        for start in stride(from: 0, to: archive.count, by: size) {
            for piece in try reader.feed(Array(archive[start..<min(archive.count, start + size)])) {
                switch piece {
                case .entry(let entry): try target.add(entry)
                case .contents(let bytes): try target.write(bytes)
                }
            }
        }
        target.endFile()
        try reader.finish()
    }

    @Test(arguments: [1, 7, 512, 4_096, 1 << 20])
    func `what git packs comes out as it was, in whatever pieces it comes`(_ size: Int) throws {
        let long = (0..<40).map { "folder-\($0)" }.joined(separator: "/") + "/file-ü.txt"
        let files = ["a.txt": "one\n", "empty": "", "web/index.html": String(repeating: "x", count: 5_000), long: "deep"]
        let archive = try packed(files, link: ("link", "web/index.html"))
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try unpack(archive, inPiecesOf: size, to: folder)
        for (path, text) in files.merging(["Dockerfile.made": "FROM x"], uniquingKeysWith: { $1 }) {
            #expect(try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8) == text)
        }
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/link") == "web/index.html")
    }

    @Test func `an archive that ends early, or is none, is refused`() throws {
        let archive = try packed(["a": String(repeating: "x", count: 2_000)])
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(throws: TarReader.Broken.early) { try unpack(Array(archive.prefix(1_500)), inPiecesOf: 512, to: folder) }
        #expect(throws: TarReader.Broken.self) { try unpack(Array(repeating: 65, count: 4_096), inPiecesOf: 512, to: try self.folder()) }
    }

    @Test func `nothing leaves the folder`() throws {
        let outside = try folder(), folder = try folder()
        defer { for one in [outside, folder] { try? FileManager.default.removeItem(atPath: one) } }
        let target = try SourceFolder(folder)
        for path in ["../evil", "a/../../evil", "/../evil", "a/./b", "a\0b"] {
            #expect(throws: SourceFolder.Refused.self) { try target.add(.init(path: path, mode: 0o644, kind: .file(size: 0))) }
        }
        try target.add(.init(path: "way", mode: 0o777, kind: .link(to: outside)))
        #expect(throws: SourceFolder.Refused.self) { try target.add(.init(path: "way/evil", mode: 0o644, kind: .file(size: 0))) }
        #expect(throws: SourceFolder.Refused.self) { try target.add(.init(path: "way", mode: 0o644, kind: .file(size: 0))) }
        try target.add(.init(path: "/absolute", mode: 0o644, kind: .file(size: 0)))
        #expect(FileManager.default.fileExists(atPath: "\(folder)/absolute"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside).isEmpty)
    }
}
