import Core
import Messages
import Postgres

/// One row of the ledger.
struct LedgerStep: Sendable, Equatable {
    var step: Step
    var state: StepState
    var attempt: Int
    var output: String
    var detail: String
    var startedAt: Timestamp?
    var finishedAt: Timestamp?

    init(_ row: Row) throws {
        step = try row.get("step")
        state = try row.get("state")
        attempt = try row.get("attempt")
        output = try row.get("output")
        detail = try row.get("detail")
        startedAt = try row.getOptional("started_at")
        finishedAt = try row.getOptional("finished_at")
    }

    static let columns: SQL = "step, state, attempt, output, detail, started_at, finished_at"

    var proto: Proto.TimelineItem {
        Proto.TimelineItem(
            step: step.rawValue, state: state.rawValue, attempt: UInt32(attempt), startedAt: startedAt?.microseconds,
            finishedAt: finishedAt?.microseconds, detail: detail)
    }
}

extension PostgresConnection {
    func ledger(of deployment: DeploymentID) throws -> [LedgerStep] {
        try query(
            "SELECT \(LedgerStep.columns) FROM deployment_steps WHERE deployment_id = \(deployment) ORDER BY ordinal", LedgerStep.init)
    }

    func openLedger(of deployment: DeploymentID, skipping skipped: [Step: String]) throws {
        for step in Step.allCases {
            let state: StepState = skipped[step] == nil ? .pending : .skipped
            try execute(
                """
                INSERT INTO deployment_steps (deployment_id, step, ordinal, state, detail)
                VALUES (\(deployment), \(step), \(step.ordinal), \(state), \(skipped[step] ?? ""))
                """)
        }
    }

    func beginStep(_ step: Step, of deployment: DeploymentID, owner: String, fence: Int64) throws {
        try execute(
            """
            UPDATE deployment_steps SET state = 'running', attempt = greatest(attempt, 1), started_at = coalesce(started_at, now()),
                lease_owner = \(owner), lease_fence = \(fence)
            WHERE deployment_id = \(deployment) AND step = \(step) AND state IN ('pending', 'running')
            """)
    }

    /// - Parameter isNewAttempt: the one before ended in a surprise.
    func noteStep(
        _ step: Step, of deployment: DeploymentID, detail: String, output: String? = nil, isNewAttempt: Bool = false
    ) throws {
        try execute(
            """
            UPDATE deployment_steps SET detail = \(detail), attempt = attempt + \(isNewAttempt ? 1 : 0), output = coalesce(\(output)::text, output)
            WHERE deployment_id = \(deployment) AND step = \(step) AND state = 'running'
            """)
    }

    func finishStep(_ step: Step, of deployment: DeploymentID, _ state: StepState, detail: String, input: String = "") throws {
        try execute(
            """
            UPDATE deployment_steps SET state = \(state), detail = \(detail), input_hash = \(input), finished_at = now(),
                started_at = coalesce(started_at, now())
            WHERE deployment_id = \(deployment) AND step = \(step) AND state IN ('pending', 'running')
            """)
    }

    /// Closes the ledger of a deployment that ends early: the running step as said, those behind it skipped.
    func endSteps(of deployment: DeploymentID, running: StepState, detail: String) throws {
        try execute(
            """
            UPDATE deployment_steps SET state = CASE state WHEN 'running' THEN \(running)::text ELSE 'skipped' END,
                detail = CASE state WHEN 'running' THEN \(detail)::text ELSE detail END,
                finished_at = CASE state WHEN 'running' THEN now() END
            WHERE deployment_id = \(deployment) AND state IN ('pending', 'running')
            """)
    }
}
