/// Calls `body` with a NULL-terminated array of C strings (NULL for nil), valid during the call only.
func withCStrings<Result>(
    _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
    // All texts lie in one buffer, so that a statement costs two allocations however many values it has.
    var bytes: [CChar] = []
    bytes.reserveCapacity(texts.reduce(0) { $0 + ($1?.utf8.count ?? 0) + 1 })
    var starts: [Int?] = []
    starts.reserveCapacity(texts.count)
    for text in texts {
        guard let text else {
            starts.append(nil)
            continue
        }
        starts.append(bytes.count)
        for byte in text.utf8 { bytes.append(CChar(bitPattern: byte)) }
        bytes.append(0)
    }
    return bytes.withUnsafeBufferPointer { buffer in
        let pointers = starts.map { start in start.flatMap { buffer.baseAddress?.advanced(by: $0) } } + [nil]
        return pointers.withUnsafeBufferPointer { body($0.baseAddress!) }
    }
}
