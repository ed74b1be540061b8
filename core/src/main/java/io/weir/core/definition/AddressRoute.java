package io.weir.core.definition;

import io.weir.core.address.TopicName;
import java.util.Optional;

/**
 * Where messages of some addresses go.
 *
 * @param protocol in whose words the addresses are, as in {@code weir.yaml}
 * @param pattern of the addresses, in that protocol's own syntax
 * @param topic that takes them
 * @param key that they get there: text, in which {@code {rest}} stands for the levels that the
 *     pattern's last wildcard fits; empty for the whole address
 */
public record AddressRoute(
    String protocol, String pattern, TopicName topic, Optional<String> key) {}
