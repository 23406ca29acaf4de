import Core

/// A strict reader of Prometheus' text format, version 0.0.4: what it lets through, every scraper does.
struct Exposition: Sendable {
    struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    struct Family: Sendable {
        let name: String
        let kind: String
        let help: String
        /// By what stands before the value: `name_bucket{le="1"}`.
        var samples: [(name: String, labels: [String: String], value: Double)] = []
    }

    private(set) var families: [String: Family] = [:]

    init(_ text: String) throws {
        guard text.hasSuffix("\n") else { throw Broken(description: "the last line has no end") }
        var help: (name: String, text: String)?
        var current: String?
        var seen: Set<String> = []
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("# HELP ") {
                let parts = line.dropFirst(7).split(separator: " ", maxSplits: 1).map(String.init)
                guard parts.count == 2 else { throw Broken(description: "no text: \(line)") }
                help = (parts[0], parts[1])
            } else if line.hasPrefix("# TYPE ") {
                let parts = line.dropFirst(7).split(separator: " ").map(String.init)
                guard parts.count == 2, ["counter", "gauge", "histogram"].contains(parts[1]) else { throw Broken(description: line) }
                guard let help, help.name == parts[0] else { throw Broken(description: "no HELP before \(line)") }
                guard families[parts[0]] == nil else { throw Broken(description: "a second time: \(line)") }
                families[parts[0]] = Family(name: parts[0], kind: parts[1], help: help.text)
                current = parts[0]
            } else {
                let sample = try Self.sample(line)
                guard let current, let family = families[current], Self.belongs(sample.name, to: family) else {
                    throw Broken(description: "outside its family: \(line)")
                }
                guard seen.insert(sample.name + "\(sample.labels.sorted { $0.key < $1.key })").inserted else {
                    throw Broken(description: "twice: \(line)")
                }
                families[current]?.samples.append(sample)
            }
        }
        for family in families.values { try Self.check(family) }
    }

    /// The sum over all series whose labels include these; a histogram's is its count.
    func value(_ name: String, _ labels: [String: String] = [:]) -> Double {
        guard let family = families[name] else { return 0 }
        let counted = family.kind == "histogram" ? name + "_count" : name
        return family.samples
            .filter { sample in sample.name == counted && labels.allSatisfy { sample.labels[$0.key] == $0.value } }
            .reduce(0) { $0 + $1.value }
    }

    private static func belongs(_ sample: String, to family: Family) -> Bool {
        family.kind == "histogram"
            ? ["_bucket", "_sum", "_count"].contains { sample == family.name + $0 } : sample == family.name
    }

    private static func sample(_ line: String) throws -> (name: String, labels: [String: String], value: Double) {
        guard let match = try #/([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\["\\n])*"(?:,|(?=\})))*)\})? ([^ ]+)/#.wholeMatch(in: line)
        else { throw Broken(description: "no sample: \(line)") }
        guard let value = Double(match.3.replacing("+Inf", with: "inf")) else { throw Broken(description: "no number: \(line)") }
        var labels: [String: String] = [:]
        for label in (match.2 ?? "").matches(of: #/([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"/#) {
            guard labels.updateValue(String(label.2), forKey: String(label.1)) == nil else { throw Broken(description: "a label twice: \(line)") }
        }
        return (String(match.1), labels, value)
    }

    /// What the conventions ask of a name, and the format of a histogram.
    private static func check(_ family: Family) throws {
        let name = family.name
        guard name.hasPrefix("slipway_") || name.hasPrefix("process_") else { throw Broken(description: "a foreign name: \(name)") }
        guard (family.kind == "counter") == name.hasSuffix("_total") else { throw Broken(description: "\(name) is a \(family.kind)") }
        if family.kind == "counter", family.samples.contains(where: { $0.value < 0 }) { throw Broken(description: "\(name) is negative") }
        for sample in family.samples {
            for (label, value) in sample.labels where value.contains(#/[0-9a-f]{8}-[0-9a-f]{4}/#) || value.contains(#/[0-9a-f]{24}/#) {
                throw Broken(description: "\(name) has an id in its label \(label): \(value)")
            }
        }
        guard family.kind == "histogram" else { return }
        let series = Dictionary(grouping: family.samples) { sample in
            sample.labels.filter { $0.key != "le" }.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        }
        for samples in series.values {
            let buckets = samples.filter { $0.name == name + "_bucket" }
            let bounds = buckets.compactMap { $0.labels["le"].flatMap { Double($0.replacing("+Inf", with: "inf")) } }
            guard bounds.count == buckets.count, bounds == bounds.sorted(), bounds.last == .infinity,
                buckets.map(\.value) == buckets.map(\.value).sorted(),
                samples.filter({ $0.name == name + "_sum" }).count == 1,
                samples.first(where: { $0.name == name + "_count" })?.value == buckets.last?.value
            else { throw Broken(description: "the buckets of \(name) don't add up") }
        }
    }
}
