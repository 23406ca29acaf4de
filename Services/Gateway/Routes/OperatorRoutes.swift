import Core
import HTTPTypes
import Messages

/// Who operates the installation.
struct OperatorRoutes: RouteGroup {
    static let tag = Tag("Operators", "Who operates the installation.")

    var routes: [Route] {
        [
            Route(
                .get, "/api/v1/admin/operators", "listOperators", "The accounts that operate the installation.", .operator,
                query: Field.page, answer: .page(of: Proto.Account.schema), list),
            Route(
                .put, "/api/v1/admin/operators/{account}", "addOperator",
                "Make an account, named by its id or e-mail address, an operator.", .operator, answer: .ok(Proto.Account.schema)
            ) { call in try await set(true, call) },
            Route(
                .delete, "/api/v1/admin/operators/{account}", "removeOperator",
                "Make an account no operator any more; the last one stays.", .operator, answer: .ok(Proto.Account.schema),
                refusals: [.wrongState("This is the last operator; make another one first.")]
            ) { call in try await set(false, call) },
        ]
    }

    private func list(_ call: Call) async throws -> Answer {
        let page = try call.query.page
        let operators = try await call.send(
            UserRPC.listOperators, Proto.ListOperatorsRequest(limit: UInt32(page.limit), cursor: page.cursor ?? ""))
        return .list(operators.items.map(\.json), next: operators.nextCursor)
    }

    private func set(_ isOperator: Bool, _ call: Call) async throws -> Answer {
        let account = try await call.send(
            UserRPC.setOperator, Proto.SetOperatorRequest(account: try call.parameter("account"), isOperator: isOperator))
        return .ok(account.json)
    }
}
