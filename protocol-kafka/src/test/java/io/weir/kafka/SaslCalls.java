package io.weir.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** How a client says who it is, and whether it is believed. */
final class SaslCalls {
  private SaslCalls() {}

  /** A client that has said who it is, by a password. */
  static WireClient loggedIn(int port, String name, String password) {
    WireClient client = new WireClient(port);
    handshake(client, 1, "PLAIN");
    if (plain(client, 2, name, password).errorCode() != 0) {
      throw new AssertionError(name + " was not let in");
    }
    return client;
  }

  static boolean isServed(WireClient client) {
    MetadataResponseData response =
        client.call(
            ApiKeys.METADATA,
            12,
            new MetadataRequestData()
                .setTopics(List.of(new MetadataRequestTopic().setName("any")))
                .setAllowAutoTopicCreation(false));
    return response.topics().size() == 1;
  }

  static SaslHandshakeResponseData handshake(WireClient client, int version, String mechanism) {
    return client.call(
        ApiKeys.SASL_HANDSHAKE, version, new SaslHandshakeRequestData().setMechanism(mechanism));
  }

  static SaslAuthenticateResponseData plain(
      WireClient client, int version, String name, String password) {
    return authenticate(client, version, message(name, password));
  }

  static SaslAuthenticateResponseData authenticate(WireClient client, int version, byte[] bytes) {
    return client.call(ApiKeys.SASL_AUTHENTICATE, version, request(bytes));
  }

  static SaslAuthenticateRequestData request(byte[] bytes) {
    return new SaslAuthenticateRequestData().setAuthBytes(bytes);
  }

  static byte[] message(String name, String password) {
    return ("\0" + name + "\0" + password).getBytes(UTF_8);
  }

  static byte[] bearer(String subject, Instant expires) {
    return ("n,,\1auth=Bearer " + Doorman.token(subject, expires) + "\1\1").getBytes(UTF_8);
  }
}
