package io.weir.tests.tenants;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;

/** Gives a Kafka client the token that stands in its settings. Made by that client. */
public final class TokenFromSettings implements AuthenticateCallbackHandler {
  private String token = "";

  @Override
  public void configure(
      Map<String, ?> settings, String mechanism, List<AppConfigurationEntry> entries) {
    token = String.valueOf(entries.getFirst().getOptions().get("token"));
  }

  @Override
  public void handle(Callback[] callbacks) {
    for (Callback callback : callbacks) {
      if (callback instanceof OAuthBearerTokenCallback asked) {
        asked.token(new Token(token, Instant.now()));
      }
    }
  }

  @Override
  public void close() {}

  private record Token(String value, Instant now) implements OAuthBearerToken {
    @Override
    public Set<String> scope() {
      return Set.of();
    }

    @Override
    public long lifetimeMs() {
      return now.plus(Duration.ofHours(1)).toEpochMilli();
    }

    @Override
    public String principalName() {
      return "whoever the token says";
    }

    @Override
    public Long startTimeMs() {
      return now.toEpochMilli();
    }
  }
}
