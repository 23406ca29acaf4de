import Glibc

/// What no line of a build shows, whoever prints it.
package struct Hidden: Sendable {
    private static let mask = Array("•••".utf8)
    /// What is shorter is a word like any other, and stays.
    private static let least = 6
    /// How much of something that a line's end cut in two is told by itself.
    private static let piece = 8
    /// Within what is longer no line is looked for.
    private static let longest = 8_192

    private let forms: [[UInt8]]
    /// What tokens begin with: everything of them goes, to the first character that none of them has.
    private let beginnings: [String]

    /// - Parameter values: as they are; they are found as `HiddenForms` has them, too.
    package init(values: [String] = [], tokensBeginningWith beginnings: [String] = []) {
        forms = Array(Set(values.flatMap(HiddenForms.all).filter { $0.count >= Self.least }))
        self.beginnings = beginnings.filter { $0.utf8.count >= Self.least }
    }

    private init(forms: [[UInt8]], beginnings: [String]) {
        (self.forms, self.beginnings) = (forms, beginnings)
    }

    package func adding(_ values: [String]) -> Hidden {
        Hidden(forms: Array(Set(forms + Hidden(values: values).forms)), beginnings: beginnings)
    }

    /// Of a line, or of a part of one: what a cut left of a value at its end, at its beginning, or all through is gone as well.
    package func masked(_ line: String) -> String {
        var text = line
        let bytes = Array(line.utf8)
        let found = forms.flatMap { bytes.places(of: $0) + Self.remains(of: $0, in: bytes) }
        if !found.isEmpty { text = Self.without(found, bytes) }
        for beginning in beginnings {
            while let start = text.firstRange(of: beginning) {
                let end = text[start.upperBound...].firstIndex { !$0.isASCII || !($0.isLetter || $0.isNumber || "._-".contains($0)) } ?? text.endIndex
                text.replaceSubrange(start.lowerBound..<end, with: String(decoding: Self.mask, as: UTF8.self))
            }
        }
        return text
    }

    private static func remains(of form: [UInt8], in line: [UInt8]) -> [Range<Int>] {
        guard form.count > piece, line.count >= piece else { return [] }
        if line.count >= 2 * piece, line.count < form.count, form.count <= longest, !form.places(of: line, most: 1).isEmpty { return [0..<line.count] }
        var found: [Range<Int>] = []
        let tail = max(0, line.count - form.count + 1)
        for place in line[tail...].places(of: Array(form.prefix(piece))) where line[place.lowerBound...].elementsEqual(form.prefix(line.count - place.lowerBound)) {
            found.append(place.lowerBound..<line.count)
        }
        for place in line.prefix(form.count - 1).places(of: Array(form.suffix(piece))) where line[..<place.upperBound].elementsEqual(form.suffix(place.upperBound)) {
            found.append(0..<place.upperBound)
        }
        return found
    }

    private static func without(_ places: [Range<Int>], _ bytes: [UInt8]) -> String {
        var (kept, end) = ([UInt8](), 0)
        for place in places.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            if place.lowerBound >= end, end == 0 || place.lowerBound > end { kept += bytes[end..<place.lowerBound] + mask }
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

extension RandomAccessCollection where Element == UInt8, Index == Int {
    /// Where a text is in this one, from left to right, none over another.
    fileprivate func places(of wanted: [UInt8], most: Int = .max) -> [Range<Int>] {
        let found = withContiguousStorageIfAvailable { bytes -> [Range<Int>] in
            var (places, start) = ([Range<Int>](), 0)
            guard let base = bytes.baseAddress, !wanted.isEmpty else { return places }
            while places.count < most, bytes.count - start >= wanted.count {
                guard let first = memchr(base + start, Int32(wanted[0]), bytes.count - start - wanted.count + 1) else { break }
                let offset = base.distance(to: first.assumingMemoryBound(to: UInt8.self))
                let isThere = memcmp(base + offset, wanted, wanted.count) == 0
                if isThere { places.append(offset..<(offset + wanted.count)) }
                start = offset + (isThere ? wanted.count : 1)
            }
            return places
        }
        return (found ?? []).map { ($0.lowerBound + startIndex)..<($0.upperBound + startIndex) }
    }
}
