/// Calls `body` with a NULL-terminated array of C strings (NULL for nil), valid during the call only.
func withCStrings<Result>(
    _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
    // All texts lie in one buffer, so that a statement costs two allocations however many values it has.
    var bytes: [UInt8] = []
    bytes.reserveCapacity(texts.reduce(0) { $0 + ($1?.utf8.count ?? 0) + 1 })
    var starts: [Int?] = []
    starts.reserveCapacity(texts.count)
    for text in texts {
        guard let text else {
            starts.append(nil)
            continue
        }
        starts.append(bytes.count)
        bytes.append(contentsOf: text.utf8)
        bytes.append(0)
    }
    return bytes.withUnsafeBytes { buffer in
        let base = buffer.assumingMemoryBound(to: CChar.self).baseAddress
        let pointers = starts.map { start in start.flatMap { base?.advanced(by: $0) } } + [nil]
        return pointers.withUnsafeBufferPointer { body($0.baseAddress!) }
    }
}
