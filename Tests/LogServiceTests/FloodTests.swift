import ContainerEngine
import Core
import Testing

@testable import LogService

@Suite struct FloodTests {
    private let limit = FloodLimit(linesPerSecond: 10, bytesPerSecond: 1 << 20)
    private let start = Timestamp(microseconds: 1_700_000_000_000_000)

    private func record(_ number: Int, at seconds: Int64, _ text: String? = nil) -> LogRecord {
        LogRecord(stream: .stdout, time: start.adding(.microseconds(seconds * 1_000_000 + Int64(number))), message: Array((text ?? "\(number)").utf8))
    }

    private func tail(_ container: String = "c") -> Tail {
        Tail(container: container, app: AppID(), instance: "shop-1-a", deployment: nil)
    }

    /// Everything that the buffer hands on, and the last mark.
    private func drain(_ buffer: TailBuffer) async -> (lines: [LogLine], mark: TailMark?) {
        var lines: [LogLine] = []
        var mark: TailMark?
        while let batch = await buffer.take() {
            lines += batch.lines
            mark = batch.mark
        }
        return (lines, mark)
    }

    @Test func `beyond the limit lines are dropped, counted, and told once a window in their place`() async throws {
        let buffer = TailBuffer(tail(), from: TailMark(), FloodGate(limit))
        await buffer.add((0..<500).map { record($0, at: 0) })
        await buffer.add([record(0, at: 11, "after")])
        await buffer.finish(endsLines: true)
        let (lines, mark) = await drain(buffer)
        #expect(lines.count == 102)
        let report = try #require(lines.dropLast().last)
        #expect(report.source == .platform && report.stream == .stderr && report.instance == "shop-1-a")
        #expect(String(decoding: report.message, as: UTF8.self)
            == "shop-1-a wrote 500 lines in 10 s; 400 of them were dropped (an app may write 10 lines or 1 MiB a second)")
        #expect(lines.last?.message == Array("after".utf8))
        #expect(mark?.cursor.microseconds == start.adding(.seconds(11)).microseconds)
    }

    @Test func `what was written slowly is no flood, however fast it is read`() async {
        let buffer = TailBuffer(tail(), from: TailMark(), FloodGate(limit))
        await buffer.add((0..<1_000).map { record($0, at: Int64($0)) })
        await buffer.finish(endsLines: true)
        #expect(await drain(buffer).lines.count == 1_000)
    }

    @Test func `a neighbour of a container that floods may always write a tenth`() async {
        let gate = FloodGate(limit)
        let (loud, quiet) = (TailBuffer(tail("loud"), from: TailMark(), gate), TailBuffer(tail("quiet"), from: TailMark(), gate))
        await loud.add((0..<300).map { record($0, at: 0) })
        await quiet.add((0..<10).map { record($0, at: 1) })
        for buffer in [loud, quiet] { await buffer.finish(endsLines: true) }
        #expect(await drain(loud).lines.count == 101)
        #expect(await drain(quiet).lines.count == 10)
    }

    @Test func `who reads on counts on`() async throws {
        let first = TailBuffer(tail(), from: TailMark(), FloodGate(limit))
        await first.add((0..<150).map { record($0, at: 0) })
        await first.finish(endsLines: false)
        let mark = try #require(await drain(first).mark)
        #expect(mark.flood.written == 150 && mark.flood.dropped == 50)
        let gate = FloodGate(limit)
        gate.note(mark.flood, of: "c")
        let second = TailBuffer(tail(), from: mark, gate)
        await second.add((0..<170).map { record($0, at: 0) })
        await second.finish(endsLines: true)
        let lines = await drain(second).lines
        #expect(lines.count == 1)
        #expect(lines.first.map { String(decoding: $0.message, as: UTF8.self) }?.hasPrefix("shop-1-a wrote 170 lines in 10 s; 70 of them") == true)
    }

    @Test func `a log that began anew is told where lines may be missing`() async {
        let mark = TailMark(cursor: TailCursor(microseconds: start.microseconds, count: 1))
        let buffer = TailBuffer(tail(), from: mark, FloodGate(limit))
        await buffer.add([record(0, at: 5, "a"), record(0, at: 6, "b")])
        await buffer.finish(endsLines: true)
        let lines = await drain(buffer).lines
        #expect(lines.map(\.source) == [.platform, .instance, .instance])
        let whole = TailBuffer(tail(), from: mark, FloodGate(limit))
        await whole.add([record(0, at: -1, "before"), record(0, at: 5, "a")])
        await whole.finish(endsLines: true)
        #expect(await drain(whole).lines.map(\.source) == [.instance])
    }

    @Test func `a megabyte without an end comes in pieces that say so`() async {
        let buffer = TailBuffer(tail(), from: TailMark(), FloodGate(limit))
        for part in 0..<4 {
            await buffer.add([LogRecord(stream: .stdout, time: start, message: [UInt8](repeating: 0x78, count: 256 << 10), endsLine: part == 3)])
        }
        await buffer.finish(endsLines: true)
        let lines = await drain(buffer).lines
        #expect(lines.reduce(0) { $0 + $1.message.count } == 1 << 20)
        #expect(lines.dropLast().allSatisfy(\.isPartial) && lines.last?.isPartial == false)
    }
}
