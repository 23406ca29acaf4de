import Core

/// Cuts what a kubelet sends into lines, and long ones into pieces: always at the same places, however the network cut it, so that who
/// reads a log again can count. What has no time in front is no output but the kubelet's own word ("unable to retrieve container logs"): it
/// is left out, and kept as a `remark`.
struct PodLogCutter {
    /// The kubelet joins what the runtime cut at 16 KiB, so a line may be of any length.
    static let piece = 64 << 10
    /// Longer than a time in front of a line.
    private static let stamp = 64

    /// The first of the kubelet's own words, its beginning; nil when it said nothing but output.
    private(set) var remark: String?
    private var splitter = LineSplitter(largest: .max)
    /// The line that is told in pieces; nil between lines.
    private var open: PodLogLine?
    private var isLeavingOut = false

    mutating func feed(_ chunk: [UInt8]) -> [PodLogLine] {
        var lines: [PodLogLine] = []
        for bytes in splitter.feed(chunk).lines { end(bytes, &lines) }
        // A long line does not wait for its end in memory.
        while splitter.pending >= Self.piece + Self.stamp, let begun = splitter.rest() {
            guard !isLeavingOut, let line = open?.piece(begun, endsLine: false) ?? PodLogLine(begun) else {
                leaveOut(begun)
                isLeavingOut = true
                break
            }
            lines.append(line.piece(line.bytes.prefix(Self.piece), endsLine: false))
            open = line
            splitter.giveBack(line.bytes.dropFirst(Self.piece))
        }
        return lines
    }

    /// What came last without a line feed.
    mutating func finish() -> [PodLogLine] {
        var lines: [PodLogLine] = []
        if let rest = splitter.rest() { end(rest, &lines) }
        // What stands before it is a piece, and those are always cut at the same places.
        if let last = lines.popLast() { lines.append(last.unterminated) }
        return lines
    }

    private mutating func end(_ bytes: ArraySlice<UInt8>, _ lines: inout [PodLogLine]) {
        defer { (open, isLeavingOut) = (nil, false) }
        guard !isLeavingOut else { return }
        guard let line = open?.piece(bytes, endsLine: true) ?? PodLogLine(bytes) else { return leaveOut(bytes) }
        var rest = line.bytes[...]
        while rest.count > Self.piece {
            lines.append(line.piece(rest.prefix(Self.piece), endsLine: false))
            rest = rest.dropFirst(Self.piece)
        }
        lines.append(rest.count == line.bytes.count ? line : line.piece(rest, endsLine: true))
    }

    private mutating func leaveOut(_ bytes: ArraySlice<UInt8>) {
        if remark == nil, !bytes.isEmpty { remark = String(decoding: bytes.prefix(200), as: UTF8.self) }
    }
}
