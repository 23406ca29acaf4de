import Core
import Foundation
import Synchronization
import Testing

private final class Box<Value: Sendable>: Sendable {
    let value: Mutex<Value>

    init(_ value: Value) {
        self.value = Mutex(value)
    }
}

@Suite struct EventLoopTests {
    private let loop = EventLoop("test")

    @Test func `a task that prefers it goes on there after each wait`() async throws {
        let loop = loop
        let here = await withTaskExecutorPreference(loop) {
            var here = [loop.isCurrent]
            try? await Task.sleep(for: .milliseconds(5))
            here.append(loop.isCurrent)
            here.append(await withCheckedContinuation { answer in Thread { answer.resume() }.start() } == () && loop.isCurrent)
            return here
        }
        #expect(here == [true, true, true])
        #expect(!loop.isCurrent)
    }

    @Test func `jobs from everywhere run once each, and those of one thread in order`() async {
        let loop = loop
        let order = Box<[Int: [Int]]>([:])
        await withTaskGroup(of: Void.self) { group in
            for sender in 0..<8 {
                group.addTask {
                    for number in 0..<5_000 { loop.execute { order.value.withLock { $0[sender, default: []].append(number) } } }
                    await withCheckedContinuation { answer in loop.execute { answer.resume() } }
                }
            }
        }
        for sender in 0..<8 { #expect(order.value.withLock { $0[sender] } == Array(0..<5_000)) }
    }

    @Test func `a file is told of once, or until it is not watched any more`() async throws {
        let pipe = Pipe()
        let (reader, writer) = (pipe.fileHandleForReading.fileDescriptor, pipe.fileHandleForWriting)
        for _ in 0..<3 {
            await withCheckedContinuation { answer in
                loop.wait(for: reader, orRoom: false) { readiness in
                    #expect(readiness.toRead)
                    answer.resume()
                }
                writer.write(Data("x".utf8))
            }
            _ = pipe.fileHandleForReading.availableData
        }
        let told = Box(0)
        await withCheckedContinuation { answer in
            loop.watch(reader) { _ in
                // What is not read is told of again.
                let count = told.value.withLock { told in
                    told += 1
                    return told
                }
                if count == 3 { answer.resume() }
            }
            writer.write(Data("x".utf8))
        }
        loop.unwatch(reader)
        await withCheckedContinuation { answer in loop.execute { answer.resume() } }
        let last = told.value.withLock { $0 }
        await withCheckedContinuation { answer in loop.execute { answer.resume() } }
        #expect(told.value.withLock { $0 } == last)
    }
}
