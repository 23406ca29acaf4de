import Postgres

enum Migrations {
    static let all = [
        Migration("m0001_create_lines", PackageResources.m0001_create_lines_sql),
        Migration("m0002_keep_open_lines", PackageResources.m0002_keep_open_lines_sql),
        Migration("m0003_partition_lines", PackageResources.m0003_partition_lines_sql),
        Migration("m0004_share_apps", PackageResources.m0004_share_apps_sql),
        Migration("m0005_keep_retention", PackageResources.m0005_keep_retention_sql),
        Migration("m0006_count_floods", PackageResources.m0006_count_floods_sql),
        Migration("m0007_follow_pods", PackageResources.m0007_follow_pods_sql),
    ]
}
