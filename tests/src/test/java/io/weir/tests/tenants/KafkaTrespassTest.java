package io.weir.tests.tenants;

import static io.weir.tests.tenants.Login.scram;
import static io.weir.tests.tenants.Login.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.kafka.Clients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.FetchMetadata;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.ListGroupsResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Somebody of one tenant who may do everything there, and has learned every id and name of
 * another's: whatever is asked for with them is answered like what nobody has, letter by letter.
 */
class KafkaTrespassTest {
  private static final KafkaSpeaker KAFKA = new KafkaSpeaker();
  private static final String JEWELS = "crown-jewels";
  private static final String NOTHING = "no-such-name";
  private static final TopicPartition JEWELS_0 = new TopicPartition(JEWELS, 0);
  private static final String GROUP = "keepers";

  /** How a topic's name may look where tenants are told apart. */
  private static final String INSIDE = "red/" + JEWELS;

  private static Crossroads crossroads;
  private static String bootstrap;
  private static Uuid topic;
  private static Consumer<byte[], byte[]> keeper;

  @BeforeAll
  static void start() throws Exception {
    crossroads = new Crossroads();
    bootstrap = "localhost:" + crossroads.port(Crossroads.SHARED, KAFKA);
    try (var admin = Clients.admin(bootstrap, red());
        var producer = Clients.producer(bootstrap, red())) {
      Clients.create(admin, new NewTopic(JEWELS, 1, (short) 1));
      topic =
          Clients.get(admin.describeTopics(List.of(JEWELS)).allTopicNames()).get(JEWELS).topicId();
      Clients.get(producer.send(new ProducerRecord<>(JEWELS, "a crown".getBytes(UTF_8))));
    }
    keeper = Clients.consumer(bootstrap, with(red(), "group.id", GROUP));
    keeper.subscribe(List.of(JEWELS));
    Clients.poll(keeper, 1);
    keeper.commitSync();
  }

  @AfterAll
  static void stop() {
    keeper.close();
    crossroads.close();
  }

  private static String[] red() {
    return member("red");
  }

  private static String[] member(String tenant) {
    return scram(
        "SASL_PLAINTEXT",
        "SCRAM-SHA-256",
        Crossroads.user(1) + "@" + tenant,
        Crossroads.password(tenant));
  }

  private static KafkaTalk talk(String tenant) throws Exception {
    Credential credential = crossroads.member(Credential.Kind.SCRAM, tenant);
    KafkaTalk talk = new KafkaTalk(crossroads.shared(KAFKA), credential);
    assertThat(talk.logIn(credential)).isTrue();
    return talk;
  }

  /** What is asked about somebody's topic, group or member. */
  @FunctionalInterface
  private interface Question {
    /**
     * @param id of a topic
     * @param name of a topic, a group, or a member of the group
     */
    ApiMessage about(Uuid id, String name);
  }

  private static Arguments byId(ApiKeys key, int version, Question question) {
    return Arguments.of(key + " by a topic's id", key, version, JEWELS, question);
  }

  private static Arguments byName(ApiKeys key, int version, Question question) {
    return Arguments.of(key + " by a topic's name", key, version, JEWELS, question);
  }

  private static Arguments byGroup(ApiKeys key, int version, Question question) {
    return Arguments.of(key + " by a group's name", key, version, GROUP, question);
  }

  private static Arguments byMember(ApiKeys key, int version, Question question) {
    return Arguments.of(
        key + " by a member's id", key, version, keeper.groupMetadata().memberId(), question);
  }

  static Stream<Arguments> questions() {
    return Stream.of(
        byId(
            ApiKeys.METADATA,
            12,
            (id, name) ->
                metadata()
                    .setTopics(List.of(new MetadataRequestTopic().setTopicId(id).setName(null)))),
        byId(
            ApiKeys.FETCH,
            13,
            (id, name) -> fetch(new FetchRequestData.FetchTopic().setTopicId(id))),
        byId(
            ApiKeys.DELETE_TOPICS,
            6,
            (id, name) ->
                new DeleteTopicsRequestData()
                    .setTimeoutMs(30_000)
                    .setTopics(List.of(new DeleteTopicState().setTopicId(id).setName(null)))),
        byId(
            ApiKeys.PRODUCE,
            13,
            (id, name) -> produce(new ProduceRequestData.TopicProduceData().setTopicId(id))),
        byId(
            ApiKeys.OFFSET_COMMIT,
            10,
            (id, name) ->
                commit(new OffsetCommitRequestData.OffsetCommitRequestTopic().setTopicId(id))),
        byId(
            ApiKeys.OFFSET_FETCH,
            10,
            (id, name) ->
                committed(
                    "group",
                    new OffsetFetchRequestData.OffsetFetchRequestTopics()
                        .setTopicId(id)
                        .setPartitionIndexes(List.of(0)))),
        byName(
            ApiKeys.METADATA,
            8,
            (id, name) -> metadata().setTopics(List.of(new MetadataRequestTopic().setName(name)))),
        Arguments.of(
            "METADATA by the name " + INSIDE,
            ApiKeys.METADATA,
            8,
            JEWELS,
            (Question)
                (id, name) ->
                    metadata()
                        .setTopics(List.of(new MetadataRequestTopic().setName("red/" + name)))),
        byName(
            ApiKeys.FETCH,
            12,
            (id, name) -> fetch(new FetchRequestData.FetchTopic().setTopic(name))),
        byName(
            ApiKeys.LIST_OFFSETS,
            7,
            (id, name) ->
                new ListOffsetsRequestData()
                    .setReplicaId(-1)
                    .setTopics(
                        List.of(
                            new ListOffsetsRequestData.ListOffsetsTopic()
                                .setName(name)
                                .setPartitions(
                                    List.of(
                                        new ListOffsetsRequestData.ListOffsetsPartition()
                                            .setTimestamp(-1)))))),
        byName(
            ApiKeys.DESCRIBE_CONFIGS,
            4,
            (id, name) ->
                new DescribeConfigsRequestData()
                    .setResources(
                        List.of(
                            new DescribeConfigsRequestData.DescribeConfigsResource()
                                .setResourceType((byte) 2)
                                .setResourceName(name)
                                .setConfigurationKeys(null)))),
        byName(
            ApiKeys.DELETE_TOPICS,
            5,
            (id, name) ->
                new DeleteTopicsRequestData().setTimeoutMs(30_000).setTopicNames(List.of(name))),
        byGroup(
            ApiKeys.DESCRIBE_GROUPS,
            5,
            (id, name) -> new DescribeGroupsRequestData().setGroups(List.of(name))),
        byGroup(ApiKeys.OFFSET_FETCH, 8, (id, name) -> committed(name, null)),
        byGroup(
            ApiKeys.DELETE_GROUPS,
            2,
            (id, name) -> new DeleteGroupsRequestData().setGroupsNames(List.of(name))),
        byMember(
            ApiKeys.HEARTBEAT,
            4,
            (id, name) ->
                new HeartbeatRequestData().setGroupId(GROUP).setGenerationId(1).setMemberId(name)),
        byMember(
            ApiKeys.LEAVE_GROUP,
            4,
            (id, name) ->
                new LeaveGroupRequestData()
                    .setGroupId(GROUP)
                    .setMembers(List.of(new MemberIdentity().setMemberId(name)))));
  }

  private static MetadataRequestData metadata() {
    return new MetadataRequestData().setAllowAutoTopicCreation(false);
  }

  private static FetchRequestData fetch(FetchRequestData.FetchTopic topic) {
    return new FetchRequestData()
        .setMaxWaitMs(0)
        .setSessionEpoch(-1)
        .setTopics(
            List.of(
                topic.setPartitions(
                    List.of(new FetchRequestData.FetchPartition().setPartitionMaxBytes(1 << 20)))));
  }

  private static ProduceRequestData produce(ProduceRequestData.TopicProduceData topic) {
    var records = MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(new byte[] {1}));
    topic.setPartitionData(
        List.of(new ProduceRequestData.PartitionProduceData().setRecords(records)));
    var topics = new ProduceRequestData.TopicProduceDataCollection();
    topics.add(topic);
    return new ProduceRequestData().setAcks((short) -1).setTimeoutMs(30_000).setTopicData(topics);
  }

  private static OffsetCommitRequestData commit(
      OffsetCommitRequestData.OffsetCommitRequestTopic topic) {
    return new OffsetCommitRequestData()
        .setGroupId("group")
        .setTopics(
            List.of(
                topic.setPartitions(
                    List.of(
                        new OffsetCommitRequestData.OffsetCommitRequestPartition()
                            .setCommittedOffset(1)))));
  }

  private static OffsetFetchRequestData committed(
      String group, OffsetFetchRequestData.@Nullable OffsetFetchRequestTopics topic) {
    return new OffsetFetchRequestData()
        .setGroups(
            List.of(
                new OffsetFetchRequestData.OffsetFetchRequestGroup()
                    .setGroupId(group)
                    .setTopics(topic == null ? null : List.of(topic))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("questions")
  void whatAnotherHasIsAnsweredLikeWhatNobodyHas(
      String what, ApiKeys key, int version, String name, Question question) throws Exception {
    Uuid random = Uuid.randomUuid();
    String nobodys = name.equals(JEWELS) || name.equals(GROUP) ? NOTHING : name + "-not";
    try (KafkaTalk blue = talk("blue")) {
      String theirs = answer(blue, key, version, question.about(topic, name));
      String none = answer(blue, key, version, question.about(random, nobodys));
      assertThat(theirs.replace(topic.toString(), "ID").replace(name, "NAME"))
          .isEqualTo(none.replace(random.toString(), "ID").replace(nobodys, "NAME"));
    }
    assertNothingHasHappened();
  }

  /** Those that change nothing and that somebody has an answer to. */
  static Stream<Arguments> questionsWithAnAnswer() {
    Set<ApiKeys> others =
        Set.of(
            ApiKeys.PRODUCE,
            ApiKeys.OFFSET_COMMIT,
            ApiKeys.DELETE_TOPICS,
            ApiKeys.DELETE_GROUPS,
            ApiKeys.LEAVE_GROUP);
    return questions()
        .filter(question -> !others.contains((ApiKeys) question.get()[1]))
        .filter(question -> !String.valueOf(question.get()[0]).endsWith(INSIDE));
  }

  /** So that the comparison above can fail. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("questionsWithAnAnswer")
  void itsOwnTenantIsAnsweredOtherwise(
      String what, ApiKeys key, int version, String name, Question question) throws Exception {
    try (KafkaTalk red = talk("red");
        KafkaTalk blue = talk("blue")) {
      assertThat(answer(red, key, version, question.about(topic, name)))
          .isNotEqualTo(answer(blue, key, version, question.about(topic, name)));
    }
  }

  private static String answer(KafkaTalk talk, ApiKeys key, int version, ApiMessage question)
      throws Exception {
    return talk.ask(request(key, version, question), AbstractResponse.class).data().toString();
  }

  private static AbstractRequest request(ApiKeys key, int version, ApiMessage question)
      throws Exception {
    var header = new RequestHeader(key, (short) version, "trespasser", 1);
    return AbstractRequest.parseRequest(
            key,
            header.apiVersion(),
            MessageUtil.toByteBufferAccessor(question, header.apiVersion()))
        .request;
  }

  private static void assertNothingHasHappened() {
    assertThat(keeper.beginningOffsets(Set.of(JEWELS_0))).isEqualTo(Map.of(JEWELS_0, 0L));
    assertThat(keeper.endOffsets(Set.of(JEWELS_0))).isEqualTo(Map.of(JEWELS_0, 1L));
    assertThat(keeper.committed(Set.of(JEWELS_0)).get(JEWELS_0).offset()).isEqualTo(1);
  }

  @Test
  void aFetchSessionOfAnotherIsNone() throws Exception {
    try (KafkaTalk red = talk("red");
        KafkaTalk blue = talk("blue")) {
      int session = red.ask(opening(), FetchResponse.class).sessionId();
      assertThat(session).isNotZero();
      assertThat(blue.ask(continuing(session), FetchResponse.class).error())
          .isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
      assertThat(red.ask(continuing(session), FetchResponse.class).error()).isEqualTo(Errors.NONE);
    }
  }

  private static FetchRequest opening() {
    var partitions = new LinkedHashMap<TopicPartition, FetchRequest.PartitionData>();
    partitions.put(
        JEWELS_0, new FetchRequest.PartitionData(Uuid.ZERO_UUID, 0, -1, 1 << 20, Optional.empty()));
    return FetchRequest.Builder.forConsumer((short) 12, 0, 0, partitions)
        .metadata(FetchMetadata.INITIAL)
        .build((short) 12);
  }

  private static FetchRequest continuing(int session) {
    return FetchRequest.Builder.forConsumer((short) 12, 0, 0, new LinkedHashMap<>())
        .metadata(new FetchMetadata(session, 1))
        .build((short) 12);
  }

  @Test
  void listsAndPatternsFindNothingOfAnother() throws Exception {
    try (var admin = Clients.admin(bootstrap, member("blue"));
        KafkaTalk blue = talk("blue")) {
      assertThat(Clients.get(admin.listTopics().names())).doesNotContain(JEWELS);
      ListGroupsResponse groups =
          blue.ask(
              request(ApiKeys.LIST_GROUPS, 4, new ListGroupsRequestData()),
              ListGroupsResponse.class);
      assertThat(groups.data().groups()).extracting(it -> it.groupId()).doesNotContain(GROUP);
    }
    try (var every = Clients.consumer(bootstrap, with(member("blue"), "group.id", "every"));
        var producer = Clients.producer(bootstrap, member("blue"))) {
      every.subscribe(Pattern.compile(".*"));
      Clients.get(producer.send(new ProducerRecord<>("letters", "to blue".getBytes(UTF_8))));
      assertThat(Clients.values(Clients.poll(every, 1))).containsExactly("to blue");
      assertThat(every.assignment())
          .extracting(TopicPartition::topic)
          .containsExactlyInAnyOrder("letters", "of-blue");
    }
  }

  @Test
  void aGroupOfTheSameNameIsAnotherGroup() {
    TopicPartition letters = new TopicPartition("letters", 0);
    try (var consumer = Clients.consumer(bootstrap, with(member("blue"), "group.id", GROUP))) {
      consumer.assign(List.of(letters));
      consumer.commitSync(Map.of(letters, new OffsetAndMetadata(0, "blue's")));
    }
    assertThat(keeper.committed(Set.of(letters)).get(letters)).isNull();
    assertNothingHasHappened();
  }
}
