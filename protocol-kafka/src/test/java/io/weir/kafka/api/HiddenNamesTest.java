package io.weir.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.backend.TopicSettings;
import io.weir.core.CoreOptions;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.address.TopicName;
import io.weir.core.event.Event;
import io.weir.core.failure.Failure;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import io.weir.kafka.TestGateway;
import io.weir.kafka.WireClient;
import io.weir.kafka.api.Questions.Question;
import io.weir.kafka.mapping.TopicIds;
import io.weir.protocol.ConnectionBounds;
import io.weir.testing.Futures;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is not a caller's to see is answered as if it were not there, and what is not there as if it
 * were not the caller's: as Apache Kafka's authorizer does, but that ids of hidden topics are
 * unknown.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HiddenNamesTest {
  /** What is hidden and there, and what is hidden and not there. */
  private static final String THERE = "secret";

  private static final String NOWHERE = "absent";
  private static final String OPEN = "open";

  private static final Pattern CODE = Pattern.compile("errorCode=(-?[0-9]+)");

  /** They name nothing, or nothing that is a tenant's. */
  private static final Set<ApiKeys> NAMELESS =
      EnumSet.of(ApiKeys.API_VERSIONS, ApiKeys.DESCRIBE_CLUSTER);

  private volatile boolean hiding;
  private TestGateway gateway;
  private Uuid hidden;
  private Uuid ofAnotherTenant;

  @BeforeAll
  void start() {
    gateway =
        new TestGateway(CoreOptions.DEFAULT.withAccess(this::allows), ConnectionBounds.DEFAULT);
    gateway.use(OPEN);
    hidden = TopicIds.toKafka(gateway.use(THERE).id());
    Topic theirs =
        Futures.await(
            gateway
                .core()
                .topics()
                .create(
                    Caller.internal(new Tenant("other")),
                    new TopicName(OPEN),
                    1,
                    TopicSettings.DEFAULT));
    ofAnotherTenant = TopicIds.toKafka(theirs.id());
    try (var client = new WireClient(gateway.port())) {
      commit(client, THERE, OPEN);
      commit(client, OPEN, THERE);
    }
    hiding = true;
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private boolean allows(Caller caller, Operation operation, Resource resource) {
    return !hiding || caller.isInternal() || !Set.of(THERE, NOWHERE).contains(resource.name());
  }

  private static void commit(WireClient client, String group, String topic) {
    Question<String> commit =
        Questions.byName(group).stream()
            .filter(question -> question.key() == ApiKeys.OFFSET_COMMIT)
            .findFirst()
            .orElseThrow();
    await().until(() -> codes(ask(client, commit, topic)).isEmpty());
  }

  private static <T> String ask(WireClient client, Question<T> question, T name) {
    ApiMessage answer =
        client.call(question.key(), question.version(), question.about().apply(name));
    return answer.toString();
  }

  private <T> String ask(Question<T> question, T name) {
    try (var client = new WireClient(gateway.port())) {
      return ask(client, question, name);
    }
  }

  /** All that went wrong. */
  private static Set<Errors> codes(String answer) {
    return CODE.matcher(answer)
        .results()
        .map(result -> Errors.forCode(Short.parseShort(result.group(1))))
        .filter(error -> error != Errors.NONE)
        .collect(Collectors.toSet());
  }

  private void hearsTheSame(Question<String> question, Errors error) {
    String there = ask(question, THERE);
    assertThat(codes(there)).containsExactly(error);
    assertThat(there.replace(THERE, NOWHERE)).isEqualTo(ask(question, NOWHERE));
  }

  static Stream<Question<String>> topicsByName() {
    return Questions.byName(OPEN).stream();
  }

  @ParameterizedTest
  @MethodSource("topicsByName")
  void aTopicsNameIsRefusedWhetherItIsThereOrNot(Question<String> question) {
    hearsTheSame(question, Errors.TOPIC_AUTHORIZATION_FAILED);
    assertThat(gateway.core().topics().find(Tenant.DEFAULT, new TopicName(NOWHERE))).isEmpty();
    assertThat(gateway.core().topics().find(Tenant.DEFAULT, new TopicName(THERE))).isPresent();
  }

  static Stream<Question<Uuid>> topicsById() {
    return Questions.byId(OPEN).stream();
  }

  @ParameterizedTest
  @MethodSource("topicsById")
  void aTopicsIdIsUnknownWhosesoeverItIs(Question<Uuid> question) {
    Uuid random = TopicIds.toKafka(UUID.randomUUID());
    String unknown = ask(question, random);
    assertThat(codes(unknown)).containsExactly(Errors.UNKNOWN_TOPIC_ID);
    for (Uuid id : List.of(hidden, ofAnotherTenant)) {
      assertThat(ask(question, id).replace(id.toString(), random.toString())).isEqualTo(unknown);
    }
  }

  static Stream<Question<String>> groups() {
    return Questions.ofGroups(OPEN).stream();
  }

  @ParameterizedTest
  @MethodSource("groups")
  void aGroupIsRefusedWhetherItIsThereOrNot(Question<String> question) {
    hearsTheSame(question, Errors.GROUP_AUTHORIZATION_FAILED);
  }

  static Stream<Question<String>> transactions() {
    return Questions.ofTransactions(OPEN).stream();
  }

  @ParameterizedTest
  @MethodSource("transactions")
  void aTransactionalIdIsRefused(Question<String> question) {
    hearsTheSame(question, Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
  }

  @Test
  void whatIsListedIsWhatMayBeSeen() {
    try (var client = new WireClient(gateway.port())) {
      assertThat(
              client
                  .call(ApiKeys.METADATA, 13, new MetadataRequestData().setTopics(null))
                  .toString())
          .contains(OPEN)
          .doesNotContain(THERE);
      assertThat(client.call(ApiKeys.LIST_GROUPS, 5, new ListGroupsRequestData()).toString())
          .contains(OPEN)
          .doesNotContain(THERE);
      var all = new OffsetFetchRequestGroup().setGroupId(OPEN).setTopics(null);
      assertThat(
              client
                  .call(
                      ApiKeys.OFFSET_FETCH, 9, new OffsetFetchRequestData().setGroups(List.of(all)))
                  .toString())
          .contains(OPEN)
          .doesNotContain(THERE);
    }
  }

  static Stream<Question<String>> everyName() {
    return Stream.of(topicsByName(), groups(), transactions()).flatMap(all -> all);
  }

  @ParameterizedTest
  @MethodSource("everyName")
  void whoeverListensHearsOfIt(Question<String> question) {
    gateway.events.clear();
    ask(question, THERE);
    assertThat(gateway.events)
        .filteredOn(Event.Refused.class::isInstance)
        .singleElement()
        .satisfies(
            event ->
                assertThat(((Event.Refused) event).failure())
                    .isInstanceOf(Failure.Denied.class)
                    .hasMessageContaining(THERE));
  }

  @Test
  void nothingThatCanBeAskedIsLeftOut() {
    Set<ApiKeys> asked = EnumSet.of(ApiKeys.LIST_GROUPS);
    everyName().forEach(question -> asked.add(question.key()));
    asked.addAll(NAMELESS);
    try (var client = new WireClient(gateway.port())) {
      ApiVersionsResponseData versions =
          client.call(ApiKeys.API_VERSIONS, 4, new ApiVersionsRequestData());
      assertThat(versions.apiKeys())
          .extracting(api -> ApiKeys.forId(api.apiKey()))
          .containsExactlyInAnyOrderElementsOf(asked);
    }
  }
}
