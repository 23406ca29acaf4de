import Dispatch
import Foundation

/// What is said when Ctrl-C leaves something that goes on without us.
final class Interrupt {
    private let source: any DispatchSourceSignal

    init(_ farewell: String, isSilent: Bool = false) {
        signal(SIGINT, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        source.setEventHandler {
            if !isSilent { Terminal.write(farewell, to: STDERR_FILENO) }
            exit(130)
        }
        source.resume()
    }

    func end() {
        source.cancel()
        signal(SIGINT, SIG_DFL)
    }
}
