import Core
import HTTPClient
import Kubernetes

package extension KubernetesClient {
    /// What a container of a Pod has written, and with `follow` what it will write. Throws at once when there is no such Pod or log yet.
    func log(of pod: String, in namespace: String, _ options: PodLogOptions = PodLogOptions()) async throws(KubernetesError) -> PodLog {
        let path = Pod.path(ObjectKey(namespace: namespace, name: pod)) + "/log"
        let stream = try await open(Call("GET", path, options.query, verb: "log", kind: Pod.plural)) { request in
            // A log is text, whatever its lines look like; refusals are JSON all the same.
            request.headers = [("Accept", "*/*")]
            if !options.follow { request.timeout = .seconds(300) }
        }
        return PodLog(stream: stream)
    }
}

/// Lines as they come, as many at a time as have come. It ends when the log does, or when the connection does: only who knows the container
/// knows which. Letting go of it closes the connection; reading slowly slows the sender.
package struct PodLog: AsyncSequence, Sendable {
    package typealias Element = [PodLogLine]
    package typealias Failure = KubernetesError

    let stream: HTTPStream

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(stream: stream) }

    package struct AsyncIterator: AsyncIteratorProtocol {
        /// The kubelet joins what the runtime cut at 16 KiB, so a line may be long; what is longer is told in pieces.
        private static let largest = 1 << 20

        private let stream: HTTPStream
        private var splitter = LineSplitter(largest: Int.max)
        private var last: PodLogLine?
        private var isOver = false

        init(stream: HTTPStream) {
            self.stream = stream
        }

        package mutating func next() async throws(KubernetesError) -> [PodLogLine]? { try await next(isolation: nil) }

        package mutating func next(isolation: isolated (any Actor)?) async throws(KubernetesError) -> [PodLogLine]? {
            while !isOver {
                var lines: [PodLogLine] = []
                guard let chunk = try await chunk() else {
                    isOver = true
                    if let rest = splitter.rest() { lines.append(line(rest)) }
                    return lines.isEmpty ? nil : lines
                }
                for bytes in splitter.feed(chunk).lines { lines.append(line(bytes)) }
                if splitter.pending > Self.largest, let rest = splitter.rest() { lines.append(line(rest)) }
                if !lines.isEmpty { return lines }
            }
            return nil
        }

        private func chunk() async throws(KubernetesError) -> [UInt8]? {
            do throws(HTTPError) { return try await stream.body.next() } catch { throw KubernetesError(error) }
        }

        /// What has no time in front goes on from the line before, or is the kubelet's own word.
        private mutating func line(_ bytes: ArraySlice<UInt8>) -> PodLogLine {
            let line = PodLogLine(bytes) ?? PodLogLine(time: last?.time ?? .now(), nanoseconds: last?.nanoseconds ?? 0, bytes: Array(bytes))
            last = line
            return line
        }
    }
}
