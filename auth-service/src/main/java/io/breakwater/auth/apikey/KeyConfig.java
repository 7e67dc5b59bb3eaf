package io.breakwater.auth.apikey;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Set;

/** How keys look. */
@ConfigMapping(prefix = "breakwater.api-key")
public interface KeyConfig {

    /** The brand that new keys begin with: 2 to 16 lower-case letters and digits. */
    @WithDefault("bw")
    String brand();

    /** The brands of keys that are accepted; keep an old brand here while its keys live. */
    @WithDefault("bw")
    Set<String> acceptedBrands();
}
