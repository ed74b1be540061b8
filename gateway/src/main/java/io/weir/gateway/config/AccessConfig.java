package io.weir.gateway.config;

import io.weir.core.access.Access.Operation;
import java.util.List;
import java.util.Optional;

/** A line of the rules of access; what it names of several kinds, it is about each. */
public record AccessConfig(
    @Setting(about = "What is allowed: publish, consume, manage.", standard = "[]")
        List<Operation> allow,
    @Setting(about = "What is denied, whatever is allowed elsewhere.", standard = "[]")
        List<Operation> deny,
    @Setting(about = "To whom: a user's name, or \"*\" for everybody in the tenant.")
        Optional<String> user,
    @Setting(about = "To whom: everybody who has this role.") Optional<String> role,
    @Setting(
            about =
                "Topics, or keys of a topic: orders, billing-*, sensors/+/temp, sensors/%c/#; %u is the user's name, %c the client's.")
        Optional<String> topic,
    @Setting(
            about =
                "In which virtual host the queues and exchanges are, or \"*\" for all; without it, in the first one, which is /.")
        Optional<String> space,
    @Setting(
            about =
                "Queues: a name, what names begin with and *, or ~ and a regular expression (RE2's) that is found in them.")
        Optional<String> queue,
    @Setting(about = "Exchanges, likewise.") Optional<String> exchange,
    @Setting(about = "Consumer groups: a name, or what names begin with and *.")
        Optional<String> group,
    @Setting(about = "Transactional ids, likewise.") Optional<String> transactionalId) {

  public AccessConfig {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
  }
}
