import Core
import Testing

@Suite struct FaultTests {
    private struct Oops: Error { let secret = "row 7" }

    @Test func `codes are gRPC's, each number once`() {
        #expect(Set(FaultCode.allCases.map(\.number)) == Set(1...16))
        for code in FaultCode.allCases { #expect(FaultCode(number: code.number) == code) }
        #expect(FaultCode(number: 0) == nil)
        #expect(FaultCode(number: 17) == nil)
    }

    @Test func `codes have a status and a word`() {
        #expect(FaultCode.invalidArgument.httpStatus == 400)
        #expect(FaultCode.failedPrecondition.httpStatus == 409)
        #expect(FaultCode.resourceExhausted.httpStatus == 429)
        #expect(FaultCode.invalidArgument.apiCode == "invalid_argument")
        #expect(FaultCode.internal.apiCode == "internal")
        #expect(FaultCode.allCases.filter(\.isRetryable) == [.deadlineExceeded, .aborted, .unavailable])
    }

    @Test func `detail shows in the log's text only`() {
        let fault = Fault.wrapping(Oops(), "inserting build")
        #expect(fault.code == .internal)
        #expect(fault.message == "internal error")
        #expect(!"\(fault)".contains("row 7"))
        #expect(String(reflecting: fault).contains("inserting build"))
        #expect(String(reflecting: fault).contains("row 7"))
    }

    @Test func `a fault passes through wrapping, a cancellation stays one`() {
        #expect(Fault.wrapping(Fault.notFound("app"), "reading") == .notFound("app"))
        #expect(Fault.wrapping(CancellationError(), "reading").code == .cancelled)
        #expect(Fault.notFound("app").message == "There is no app.")
    }

    @Test func `several wrong fields are told at once`() {
        let fault = Fault.invalid([FieldError(field: "name", message: "must not be empty"), FieldError(field: "port", message: "is too large")])
        #expect(fault.message == "name must not be empty; port is too large")
        #expect(fault.fields.count == 2)
    }

    @Test func `a secret shows nowhere`() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!"\(secret) \(String(reflecting: secret)) \(dumped)".contains("hunter2"))
        #expect(secret.reveal() == "hunter2")
    }
}
