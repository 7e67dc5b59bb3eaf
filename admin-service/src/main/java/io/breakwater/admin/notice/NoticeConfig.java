package io.breakwater.admin.notice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** When something is noteworthy. */
@ConfigMapping(prefix = "breakwater.notices")
interface NoticeConfig {

    /** How many events of a tenant and environment must die within one hour (UTC) before it is told. */
    @WithDefault("100")
    long deadLettersPerHour();
}
