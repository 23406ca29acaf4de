import Foundation
import Testing

@Suite struct MetricsPageTests {
    /// The binaries lie beside the test's own.
    @Test func `the page says what the binaries export`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let binaries = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let writer = Process()
        writer.executableURL = root.appendingPathComponent("Services/metrics")
        writer.arguments = [binaries.path, "--check"]
        let told = Pipe()
        writer.standardError = told
        try writer.run()
        let text = String(decoding: told.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        writer.waitUntilExit()
        #expect(writer.terminationStatus == 0, "\(text)")
    }
}
