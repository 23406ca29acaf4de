import Glibc

/// Finds many texts in a line at once, by what they begin and end with: a line takes as long with a thousand of them as with ten.
struct HiddenIndex: Sendable {
    /// What is shorter is a word like any other.
    static let least = 6
    /// How much of a text that a cut made in two is told by itself.
    private static let piece = 8
    /// How long texts may be, and how many there may be, that a line is looked for in.
    private static let (longest, most) = (8_192, 1_024)

    let forms: [[UInt8]]
    private var heads: [UInt64: [Int]] = [:]
    private var tails: [UInt64: [Int]] = [:]

    init(_ texts: Set<[UInt8]>) {
        forms = texts.filter { $0.count >= Self.least }
        for (number, form) in forms.enumerated() {
            heads[Self.key(form.prefix(Self.least)), default: []].append(number)
            tails[Self.key(form.suffix(Self.least)), default: []].append(number)
        }
    }

    func places(in line: [UInt8]) -> [Range<Int>] {
        guard !forms.isEmpty, line.count >= Self.least else { return [] }
        if isInside(line) { return [0..<line.count] }
        var found: [Range<Int>] = []
        var key = Self.key(line.prefix(Self.least - 1))
        for end in Self.least...line.count {
            key = Self.next(key, line[end - 1])
            for number in heads[key] ?? [] { if let place = begun(forms[number], at: end - Self.least, in: line) { found.append(place) } }
            for number in tails[key] ?? [] where isEnded(forms[number], at: end, in: line) { found.append(0..<end) }
        }
        return found
    }

    /// All of it, or as much as the line has.
    private func begun(_ form: [UInt8], at place: Int, in line: [UInt8]) -> Range<Int>? {
        let count = min(form.count, line.count - place)
        guard count == form.count || count >= Self.piece, Self.isSame(form, 0, line, place, count) else { return nil }
        return place..<(place + count)
    }

    /// The end of one that began before the line did.
    private func isEnded(_ form: [UInt8], at end: Int, in line: [UInt8]) -> Bool {
        end < form.count && end >= Self.piece && Self.isSame(form, form.count - end, line, 0, end)
    }

    /// A line that is some of the middle of one, as base64 is that was wrapped.
    private func isInside(_ line: [UInt8]) -> Bool {
        guard line.count >= 2 * Self.piece, forms.count <= Self.most else { return false }
        return forms.contains { form in
            guard line.count < form.count, form.count <= Self.longest else { return false }
            return (0...(form.count - line.count)).contains { form[$0] == line[0] && Self.isSame(form, $0, line, 0, line.count) }
        }
    }

    private static func isSame(_ one: [UInt8], _ start: Int, _ other: [UInt8], _ begin: Int, _ count: Int) -> Bool {
        one.withUnsafeBytes { one in other.withUnsafeBytes { other in memcmp(one.baseAddress! + start, other.baseAddress! + begin, count) == 0 } }
    }

    private static func key(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0, next) }

    /// Of the last six bytes.
    private static func next(_ key: UInt64, _ byte: UInt8) -> UInt64 { (key << 8 | UInt64(byte)) & 0xFFFF_FFFF_FFFF }
}
