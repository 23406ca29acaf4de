import Core

/// What one name of `/metrics` means: its HELP line, its row in `Services/METRICS.md`, and what `--metrics` prints.
package struct MetricDescription: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    package let name: String
    package let kind: Kind
    /// Words from a small fixed set each; never an id, a name that a person chose, or a text.
    package let labels: [String]
    package let help: String

    package init(_ name: String, _ kind: Kind, _ help: String) { self.init(name, kind, [], help) }

    package init(_ name: String, _ kind: Kind, _ labels: [String], _ help: String) {
        self.name = name
        self.kind = kind
        self.labels = labels
        self.help = help
    }
}

/// A name and its series, declared once as a constant and used from there.
package protocol MetricFamily: Sendable {
    var description: MetricDescription { get }
}
