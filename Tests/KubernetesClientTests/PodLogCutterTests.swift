import Testing

@testable import KubernetesClient

@Suite struct PodLogCutterTests {
    private func cut(_ text: [UInt8], every size: Int) -> [PodLogLine] {
        var cutter = PodLogCutter()
        var lines: [PodLogLine] = []
        for start in stride(from: 0, to: text.count, by: size) { lines += cutter.feed(Array(text[start..<min(start + size, text.count)])) }
        return lines + cutter.finish()
    }

    @Test func `lines and pieces are the same, wherever the network cut`() {
        let stamp = "2026-11-21T09:31:15.735152174Z "
        var text = Array("\(stamp)one\n\(stamp)\n".utf8)
        text += Array(stamp.utf8) + [UInt8](repeating: 0x78, count: 200_000) + [0xFF, 0x0A]
        text += Array("unable to retrieve container logs for containerd://abc\n".utf8)
        text += [UInt8](repeating: 0x79, count: 150_000) + [0x0A]
        text += Array("\(stamp)last".utf8)
        let whole = cut(text, every: text.count)
        #expect(whole.map(\.bytes.count) == [3, 0, 65_536, 65_536, 65_536, 200_001 - 3 * 65_536, 4])
        #expect(whole.map(\.endsLine) == [true, true, false, false, false, true, true])
        #expect(whole.allSatisfy { $0.nanoseconds == 174 })
        #expect(whole.map(\.isUnterminated) == [false, false, false, false, false, false, true])
        for size in [1, 7, 1_000, 65_535, 65_536, 65_600, 131_072] { #expect(cut(text, every: size) == whole, "cut every \(size) bytes") }
    }

    @Test func `what the kubelet says itself is no line, but is not lost on who reads`() {
        func remark(_ text: String, every size: Int = 1_000) -> String? {
            var cutter = PodLogCutter()
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: size) { _ = cutter.feed(Array(bytes[start..<min(start + size, bytes.count)])) }
            _ = cutter.finish()
            return cutter.remark
        }
        let line = "2026-11-21T09:31:15.735152174Z one\n"
        #expect(remark(line + "\n" + line) == nil)
        let word = "unable to retrieve container logs for containerd://abc"
        for size in [1, 1_000] {
            #expect(remark(word, every: size) == word)
            #expect(remark(line + word + "\nanother\n" + line, every: size) == word)
        }
        #expect(remark(String(repeating: "y", count: 200_000))?.count == 200)
    }
}
