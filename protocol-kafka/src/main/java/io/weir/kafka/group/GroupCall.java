package io.weir.kafka.group;

import io.vertx.core.Context;
import io.weir.core.tenant.Caller;
import java.net.InetAddress;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;

/**
 * On whose behalf the coordinator is asked.
 *
 * @param requestVersion of the request, by which the coordinator tells clients' abilities apart
 * @param clientId as the client calls itself; part of the member ids it is given
 * @param context on which the answer is wanted
 */
public record GroupCall(
    Caller caller,
    InetAddress clientAddress,
    String listenerName,
    int requestType,
    int requestVersion,
    String clientId,
    int correlationId,
    Context context)
    implements AuthorizableRequestContext {

  @Override
  public SecurityProtocol securityProtocol() {
    return SecurityProtocol.PLAINTEXT;
  }

  @Override
  public KafkaPrincipal principal() {
    return new KafkaPrincipal(KafkaPrincipal.USER_TYPE, caller.principal().name());
  }
}
