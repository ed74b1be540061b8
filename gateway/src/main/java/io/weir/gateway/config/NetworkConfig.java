package io.weir.gateway.config;

import io.weir.core.place.Cidr;
import io.weir.core.place.EndpointId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A way by which a tenant is reached. */
public record NetworkConfig(
    @Setting(about = "The listener's name in weir.yaml.") String listener,
    @Setting(about = "Where its clients are, for example 10.20.0.0/16.") Optional<Cidr> cidr,
    @Setting(
            about =
                "The private endpoint that they come through, with its cloud: aws:vpce-0a1b2c3d, azure:123456, gcp:1234567890, alibaba:ep-2ze0.")
        Optional<EndpointId> vpcEndpoint,
    @Setting(about = "The name that they ask for in TLS.") Optional<String> serverName,
    @Setting(
            about =
                "What they are told to connect to, as host:port by protocol, where that is not what the listener advertises.",
            standard = "{}")
        Map<String, Authority> advertised) {

  public NetworkConfig {
    // In the order of the file.
    advertised = Collections.unmodifiableMap(new LinkedHashMap<>(advertised));
  }
}
