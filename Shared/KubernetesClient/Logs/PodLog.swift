import Core
import HTTPClient
import Kubernetes

package extension KubernetesClient {
    /// What a container of a Pod has written, and with `follow` what it will write. Throws at once when there is no such Pod, or its node has
    /// not begun the container. A Pod that no node has yet is not refused: its log is empty and over at once, `follow` or not (`LogLocation` in
    /// https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/registry/core/pod/strategy.go).
    ///
    /// - Parameter deadline: for the whole of what is not followed.
    func log(
        of pod: String, in namespace: String, _ options: PodLogOptions = PodLogOptions(), deadline: Duration = .seconds(300)
    ) async throws(KubernetesError) -> PodLog {
        let path = Pod.path(ObjectKey(namespace: namespace, name: pod)) + "/log"
        let stream = try await open(Call("GET", path, options.query, verb: "log", kind: Pod.plural)) { request in
            // A log is text, whatever its lines look like; refusals are JSON all the same.
            request.headers = [("Accept", "*/*")]
            if !options.follow { request.timeout = deadline }
        }
        return PodLog(stream: stream)
    }
}

/// Lines as they come, as many at a time as have come. It ends when the log does, or when the connection does: only who knows the container
/// knows which. It ends no less well where the node broke off in the middle of a log that is not followed, because the API server does not
/// tell (`StreamObject` in https://github.com/kubernetes/kubernetes/blob/v1.36.0/staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/writers.go):
/// the end is what two readings in a row end with. Letting go of it closes the connection; reading slowly slows the sender.
package struct PodLog: AsyncSequence, Sendable {
    package typealias Element = [PodLogLine]
    package typealias Failure = KubernetesError

    let stream: HTTPStream

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(stream: stream) }

    package struct AsyncIterator: AsyncIteratorProtocol {
        private let stream: HTTPStream
        private var cutter = PodLogCutter()
        private var isOver = false

        /// What the kubelet said in place of output: some of it could not be read. Nil when it said nothing of the kind so far.
        package var remark: String? { cutter.remark }

        init(stream: HTTPStream) {
            self.stream = stream
        }

        package mutating func next() async throws(KubernetesError) -> [PodLogLine]? { try await next(isolation: nil) }

        package mutating func next(isolation: isolated (any Actor)?) async throws(KubernetesError) -> [PodLogLine]? {
            while !isOver {
                let lines: [PodLogLine]
                if let chunk = try await chunk() {
                    lines = cutter.feed(chunk)
                } else {
                    isOver = true
                    lines = cutter.finish()
                }
                if !lines.isEmpty { return lines }
            }
            return nil
        }

        private func chunk() async throws(KubernetesError) -> [UInt8]? {
            do throws(HTTPError) { return try await stream.body.next() } catch { throw KubernetesError(error) }
        }
    }
}
