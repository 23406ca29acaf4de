import CCurl

/// The C functions libcurl calls, each on the loop's thread: find the transfer, hand over.
func setCallbacks(_ easy: UnsafeMutableRawPointer) {
    _ = slipway_set_write(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
        transfer(context).receiveHeader(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
    }
    _ = slipway_set_write(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
        transfer(context).receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }
    _ = slipway_set_read(easy) { room, size, count, context in
        transfer(context).send(into: UnsafeMutableRawBufferPointer(start: room, count: size * count))
    }
    _ = slipway_set_seek(easy) { context, offset, origin in
        origin == SEEK_SET && transfer(context).rewind(to: Int(offset)) ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_CANTSEEK
    }
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer {
    // Safe: `EasySettings.apply` was given this pointer, and `Transfers` holds the object until the handle is removed.
    Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
}
