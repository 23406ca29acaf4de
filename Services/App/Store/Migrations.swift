import Postgres

/// In the order in which they are applied.
enum Migrations {
    static let all = [
        Migration("m0001_create_apps", PackageResources.m0001_create_apps_sql),
        Migration("m0002_create_variables", PackageResources.m0002_create_variables_sql),
        Migration("m0003_create_deployment_requests", PackageResources.m0003_create_deployment_requests_sql),
        Migration("m0004_add_build_plan", PackageResources.m0004_add_build_plan_sql),
        Migration("m0005_add_autoscaling", PackageResources.m0005_add_autoscaling_sql),
        Migration("m0006_mark_build_variables", PackageResources.m0006_mark_build_variables_sql),
    ]
}
