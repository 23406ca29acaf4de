/// How a service ends, in the numbers of sysexits.h where one fits; the supervisor's log is where they are read.
enum ExitCode: Int32 {
    case success = 0
    /// An argument that no service has.
    case usage = 64
    /// Postgres did not answer in time, or refused a migration.
    case unavailable = 69
    /// A part that should run until the end ended.
    case software = 70
    /// Asked to stop, and some part did not in time.
    case stuck = 75
    /// A setting is missing or wrong; starting again will not help.
    case configuration = 78
}
