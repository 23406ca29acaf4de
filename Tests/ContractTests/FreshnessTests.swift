import Foundation
import Testing

struct FreshnessTests {
    @Test func `what is generated is what Proto says`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let generator = Process()
        generator.executableURL = root.appendingPathComponent("Proto/generate")
        generator.arguments = ["--check"]
        let told = Pipe()
        generator.standardError = told
        try generator.run()
        let text = String(decoding: told.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        generator.waitUntilExit()
        #expect(generator.terminationStatus == 0, "\(text)")
    }
}
