/// What no line of a build shows, whoever prints it.
package struct Hidden: Sendable {
    private static let mask = "•••"

    private let index: HiddenIndex
    /// What tokens begin with: everything of them goes, to the first character that none of them has.
    private let beginnings: [String]

    /// - Parameter values: as they are; they are found as `HiddenForms` has them, too. What is short is a word like any other, and stays.
    package init(values: [String] = [], tokensBeginningWith beginnings: [String] = []) {
        index = HiddenIndex(Set(values.flatMap(HiddenForms.all)))
        self.beginnings = beginnings.filter { $0.utf8.count >= HiddenIndex.least }
    }

    private init(index: HiddenIndex, beginnings: [String]) {
        (self.index, self.beginnings) = (index, beginnings)
    }

    package func adding(_ values: [String]) -> Hidden {
        Hidden(index: HiddenIndex(Set(index.forms).union(values.flatMap(HiddenForms.all))), beginnings: beginnings)
    }

    /// Of a line, or of a part of one: what a cut left of a value at its end, at its beginning, or all through is gone as well.
    package func masked(_ line: String) -> String {
        let bytes = Array(line.utf8)
        let found = index.places(in: bytes)
        var text = found.isEmpty ? line : Self.without(found, bytes)
        for beginning in beginnings {
            while let start = text.firstRange(of: beginning) {
                let end = text[start.upperBound...].firstIndex { !$0.isASCII || !($0.isLetter || $0.isNumber || "._-".contains($0)) } ?? text.endIndex
                text.replaceSubrange(start.lowerBound..<end, with: Self.mask)
            }
        }
        return text
    }

    /// What touches is one.
    private static func without(_ places: [Range<Int>], _ bytes: [UInt8]) -> String {
        var (kept, end) = ([UInt8](), -1)
        for place in places.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            if place.lowerBound > end { kept += bytes[max(0, end)..<place.lowerBound] + Array(mask.utf8) }
            end = max(end, place.upperBound)
        }
        return String(decoding: kept + bytes[end...], as: UTF8.self)
    }
}

extension BuildFailure {
    /// As it may be told and kept.
    func masked(_ hidden: Hidden) -> BuildFailure {
        BuildFailure(reason, hidden.masked(message), details: hidden.masked(details), cause: cause.map(hidden.masked))
    }
}
