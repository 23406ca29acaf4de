import Core
import HTTPClient
package import Kubernetes
import Telemetry

package extension KubernetesClient {
    /// What is there, and from then on what changes, until the reader is cancelled.
    ///
    /// - Parameters:
    ///   - resourceVersion: where an earlier watch or list stopped; nil begins with a list.
    ///   - stall: bookmarks come each minute; without a word for longer than this, nobody is there who would tell us.
    func watch<Object: KubernetesObject>(
        _ type: Object.Type, _ scope: ResourceScope = .everything, from resourceVersion: String? = nil, stall: Duration = .seconds(90)
    ) -> Watch<Object> {
        Watch(client: self, scope: scope, resourceVersion: resourceVersion, stall: stall)
    }
}

/// A watch that outlives its connections: one at a time, opened again from the last `resourceVersion` seen when the server's clock, a
/// restart or a dead peer ends it, and after a list when the server has forgotten that version (410, as an answer or as an event).
///
/// A server that was set back to an earlier state does not know a version of later, and says neither yes nor no: two connections in a row
/// over which no word has come are answered by a list too.
///
/// It never fails: what is in its way it tells as `interrupted`, and tries again, later each time. It ends when its task is cancelled.
/// A slow reader slows the server down, not this process: nothing is read ahead beyond a connection's buffers.
package struct Watch<Object: KubernetesObject>: AsyncSequence, Sendable {
    package typealias Element = WatchEvent<Object>
    package typealias Failure = Never

    let client: KubernetesClient
    let scope: ResourceScope
    let resourceVersion: String?
    let stall: Duration

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(client: client, scope: scope, stall: stall, state: resourceVersion.map { .closed(from: $0) } ?? .unlisted)
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        enum State {
            case unlisted
            case closed(from: String)
            case open(HTTPStream, from: String)
        }

        private let client: KubernetesClient
        private let scope: ResourceScope
        private let stall: Duration
        private var state: State
        private var splitter = LineSplitter(largest: Self.largestEvent)
        /// Oldest last.
        private var waiting: [WatchEvent<Object>] = []
        private var pace = WatchPace()

        /// etcd's objects end at 1.5 MiB, and JSON is longer than what it keeps.
        private static var largestEvent: Int { 4 << 20 }

        init(client: KubernetesClient, scope: ResourceScope, stall: Duration, state: State) {
            self.client = client
            self.scope = scope
            self.stall = stall
            self.state = state
        }

        package mutating func next() async -> WatchEvent<Object>? { await next(isolation: nil) }

        package mutating func next(isolation: isolated (any Actor)?) async -> WatchEvent<Object>? {
            while !Task.isCancelled {
                if let event = waiting.popLast() { return event }
                do throws(KubernetesError) {
                    try await step()
                } catch {
                    guard !Task.isCancelled else { return nil }
                    pace.fail(error)
                    KubernetesMetrics.interruptions.increment(Object.plural, Self.reason(error))
                    // History that has ended is no failure: the list that follows says everything.
                    if !error.isExpired { return .interrupted(error) }
                }
            }
            return nil
        }

        private mutating func step() async throws(KubernetesError) {
            switch state {
            case .unlisted:
                try await pace.wait()
                let list = try await client.list(Object.self, scope)
                state = .closed(from: list.resourceVersion)
                pace.succeed()
                waiting = [.listed(list)]
            case .closed(let version):
                try await pace.wait()
                let stream = try await expiring { [client, scope, stall] () async throws(KubernetesError) in
                    try await client.openWatch(Object.self, scope, version, stall)
                }
                splitter = LineSplitter(largest: Self.largestEvent)
                pace.open()
                state = .open(stream, from: version)
            case .open(let stream, let version):
                try await read(stream, version)
            }
        }

        private mutating func read(_ stream: HTTPStream, _ version: String) async throws(KubernetesError) {
            let chunk: [UInt8]?
            do throws(HTTPError) {
                chunk = try await stream.body.next()
            } catch {
                state = pace.isDeaf(at: version, stall) ? .unlisted : .closed(from: version)
                throw KubernetesError(error)
            }
            guard let chunk else {
                // At the server's clock, or cut in the middle of an event, which will be sent again.
                state = pace.isDeaf(at: version, stall) ? .unlisted : .closed(from: version)
                return pace.close()
            }
            do {
                let (lines, isBearable) = splitter.feed(chunk)
                for line in lines { try take(line) }
                guard isBearable else { throw KubernetesError(status: 0, message: "an event of the watch is larger than 4 MiB", transport: .tooLarge) }
                waiting.reverse()
            } catch {
                // What came before the broken line is good. A second break at the same place will not mend by itself: list.
                waiting.reverse()
                let error = error as? KubernetesError ?? .unreadable("an event of the watch", error)
                let now = Self.version(of: state) ?? version
                state = error.isExpired || pace.isStuck(at: now) ? .unlisted : .closed(from: now)
                throw error
            }
        }

        private mutating func take(_ line: ArraySlice<UInt8>) throws {
            guard line.contains(where: { $0 > 0x20 }) else { return }
            let event = try Coding.decode(WireEvent<Object>.self, line)
            KubernetesMetrics.events.increment(Object.plural)
            switch event {
            case .added(let object): arrive(.added(object), object.metadata.resourceVersion)
            case .modified(let object): arrive(.modified(object), object.metadata.resourceVersion)
            case .deleted(let object): arrive(.deleted(object), object.metadata.resourceVersion)
            case .unreadable(let object, let version): arrive(.unreadable(object), version)
            case .bookmark(let version): arrive(.bookmark(resourceVersion: version), version)
            case .error(let status): throw KubernetesError(status, httpStatus: 500)
            case .unknown: break
            }
        }

        private mutating func arrive(_ event: WatchEvent<Object>, _ version: String?) {
            waiting.append(event)
            pace.succeed()
            if let version, !version.isEmpty, case .open(let stream, _) = state { state = .open(stream, from: version) }
        }

        /// 410 as an answer.
        private mutating func expiring<T>(_ body: () async throws(KubernetesError) -> T) async throws(KubernetesError) -> T {
            do throws(KubernetesError) {
                return try await body()
            } catch {
                if error.isExpired { state = .unlisted }
                throw error
            }
        }

        private static func version(of state: State) -> String? {
            switch state {
            case .unlisted: nil
            case .closed(let version), .open(_, let version): version
            }
        }

        private static func reason(_ error: KubernetesError) -> String {
            if error.isExpired { return "expired" }
            if error.status >= 400 { return "refused" }
            return error.transport == .protocol || error.transport == .tooLarge ? "broken" : "no_answer"
        }
    }
}

private extension KubernetesClient {
    func openWatch<Object: KubernetesObject>(
        _ type: Object.Type, _ scope: ResourceScope, _ version: String, _ stall: Duration
    ) async throws(KubernetesError) -> HTTPStream {
        // Spread, so that watches that began together do not all end together.
        let seconds = Int.random(in: 300...600)
        let query = scope.query + [
            ("watch", "1"), ("allowWatchBookmarks", "true"), ("resourceVersion", version), ("timeoutSeconds", "\(seconds)"),
        ]
        return try await open(Call("GET", type.collection(in: scope.namespace), query, verb: "watch", kind: type.plural)) { request in
            request.headTimeout = .seconds(15)
            request.stallTimeout = stall
        }
    }
}
