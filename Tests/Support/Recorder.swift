import Synchronization

/// What a test's concurrent parts have seen, in the order in which they saw it.
package final class Recorder<Element: Sendable>: Sendable {
    private let recorded = Mutex<[Element]>([])

    package init() {}

    package func record(_ element: Element) {
        recorded.withLock { $0.append(element) }
    }

    package var all: [Element] { recorded.withLock { $0 } }
}
