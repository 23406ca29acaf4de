// Written by Proto/generate.
#pragma once
#include "app.pb-c.h"
#include "build.pb-c.h"
#include "common.pb-c.h"
#include "deploy.pb-c.h"
#include "gateway.pb-c.h"
#include "log.pb-c.h"
#include "project.pb-c.h"
#include "user.pb-c.h"
