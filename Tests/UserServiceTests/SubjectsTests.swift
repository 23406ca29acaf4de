import Messages
import Messaging
import Wire
import Testing

@testable import UserService

@Suite struct SubjectsTests {
    @Test func `every method of the contract is answered`() async throws {
        try await Fixture.run { fixture in
            let answered = Set(Subjects.table(fixture.stores, fixture.passwords).answered)
            // The host answers the change feed and what the database takes.
            #expect(answered.union([UserInternalRPC.changes.subject, UserInternalRPC.storage.subject]) == Set(UserRPC.all + UserInternalRPC.all))
        }
    }
}
