/// What a source asks of a version, in the words of npm, Poetry, PEP 440 and Bundler alike: `22`, `v20.11.1`, `^20 || >=22`,
/// `>=3.11,<3.13`, `~> 3.2`, `20.x`.
struct VersionRange: Sendable, Equatable {
    /// From, and up to but not including; nil: no end.
    struct Interval: Sendable, Equatable {
        var lower = [0, 0, 0]
        var upper: [Int]?
    }

    private var alternatives: [Interval]
    /// The parts of a version that was asked for as it is.
    private var exact: [Int]?

    /// Nil for what is no version.
    init?(_ text: String) {
        guard text.utf8.count <= 200 else { return nil }
        alternatives = []
        for alternative in text.replacing("||", with: "|").split(separator: "|", omittingEmptySubsequences: false) {
            guard let interval = Self.interval(alternative.trimmed) else { return nil }
            alternatives.append(interval)
        }
        let plain = text.trimmed.drop { $0 == "v" || $0 == "=" }
        let parts = plain.trimmed.split(separator: ".", omittingEmptySubsequences: false).map { Self.number($0) }
        if (1...3).contains(parts.count), parts.allSatisfy({ $0 != nil }) { exact = parts.compactMap { $0 } }
    }

    /// The version to take: what was asked for as it is; the usual series, when it will do; else the newest series that does.
    func choose(usual: String, precision: Int) -> String {
        if let exact, exact.count >= precision { return Self.text(exact) }
        if let parts = Self.parts(usual), isMet(by: parts) { return usual }
        let chosen = alternatives.map { Self.newest($0, precision) }.max { $0.lexicographicallyPrecedes($1) }
        return chosen.map(Self.text) ?? usual
    }

    /// Whether some version of a series meets it, and the newest of it does.
    func isMet(by version: String) -> Bool { Self.parts(version).map(isMet) ?? false }

    private func isMet(by parts: [Int]) -> Bool {
        let newest = parts + Array(repeating: Int.max, count: 3 - parts.count)
        return alternatives.contains { interval in
            !newest.lexicographicallyPrecedes(interval.lower) && (interval.upper.map { newest.lexicographicallyPrecedes($0) } ?? true)
        }
    }

    private static func newest(_ interval: Interval, _ precision: Int) -> [Int] {
        let lowest = Array(interval.lower.prefix(precision))
        guard let upper = interval.upper else { return lowest }
        var below = Array(upper.prefix(precision))
        if upper.dropFirst(precision).allSatisfy({ $0 == 0 }) {
            guard let last = below.last, last > 0 else { return lowest }
            below[below.count - 1] = last - 1
        }
        return below.lexicographicallyPrecedes(lowest) ? lowest : below
    }

    /// All comparisons of one alternative, together.
    private static func interval(_ text: String) -> Interval? {
        var interval = Interval()
        let hyphen = text.replacing(" - ", with: " <= ")
        let words = (hyphen == text ? text : ">=" + hyphen).replacing(",", with: " ").split(separator: " ")
        var operation = ""
        var found = 0
        for word in words {
            let sign = word.prefix { "<>=!~^".contains($0) }
            let rest = word.dropFirst(sign.count)
            if !sign.isEmpty { operation = String(sign) }
            guard !rest.isEmpty else { continue }
            guard let next = comparison(operation, rest) else { return nil }
            operation = ""
            found += 1
            if interval.lower.lexicographicallyPrecedes(next.lower) { interval.lower = next.lower }
            if let upper = next.upper, interval.upper.map({ upper.lexicographicallyPrecedes($0) }) ?? true { interval.upper = upper }
        }
        return found > 0 && operation.isEmpty ? interval : nil
    }

    private static func comparison(_ operation: String, _ text: Substring) -> Interval? {
        let bare = (text.first == "v" ? text.dropFirst() : text).prefix { $0 != "-" && $0 != "+" }
        if ["*", "x", "X"].contains(bare) { return Interval() }
        var parts: [Int] = []
        for part in bare.split(separator: ".", omittingEmptySubsequences: false) {
            if ["*", "x", "X"].contains(part) { break }
            guard let number = number(part) else { return nil }
            parts.append(number)
        }
        guard (1...4).contains(parts.count) else { return nil }
        parts = Array(parts.prefix(3))
        let version = padded(parts)
        switch operation {
        case "", "=", "==", "===": return Interval(lower: version, upper: next(parts, parts.count))
        case ">=": return Interval(lower: version)
        case ">": return Interval(lower: next(parts, parts.count))
        case "<": return Interval(upper: version)
        case "<=": return Interval(upper: next(parts, parts.count))
        case "^": return Interval(lower: version, upper: next(parts, (parts.firstIndex { $0 > 0 } ?? parts.count - 1) + 1))
        case "~": return Interval(lower: version, upper: next(parts, min(2, parts.count)))
        case "~=", "~>": return Interval(lower: version, upper: next(parts, max(1, parts.count - 1)))
        case "!=": return Interval()
        default: return nil
        }
    }

    /// The first version after all that share the first `count` parts.
    private static func next(_ parts: [Int], _ count: Int) -> [Int] {
        var parts = Array(parts.prefix(count))
        parts[parts.count - 1] += 1
        return padded(parts)
    }

    private static func padded(_ parts: [Int]) -> [Int] { parts + Array(repeating: 0, count: 3 - parts.count) }

    private static func number(_ text: some StringProtocol) -> Int? {
        (1...6).contains(text.utf8.count) && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }

    private static func text(_ parts: [Int]) -> String { parts.map(String.init).joined(separator: ".") }

    /// "22", "3.12", "18.19.0" → numbers; nil for anything else.
    static func parts(_ text: String) -> [Int]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { number($0) }
        guard (1...3).contains(parts.count), parts.allSatisfy({ $0 != nil }) else { return nil }
        return parts.compactMap { $0 }
    }
}
