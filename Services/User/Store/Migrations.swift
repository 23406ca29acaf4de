import Postgres

enum Migrations {
    static let all = [
        Migration("m0001_create_accounts", PackageResources.m0001_create_accounts_sql),
        Migration("m0002_create_sessions", PackageResources.m0002_create_sessions_sql),
        Migration("m0003_create_tokens", PackageResources.m0003_create_tokens_sql),
        Migration("m0004_add_operators", PackageResources.m0004_add_operators_sql),
    ]
}
