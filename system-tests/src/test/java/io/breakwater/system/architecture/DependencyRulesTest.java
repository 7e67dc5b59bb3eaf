package io.breakwater.system.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who may know whom: the table of docs/architecture.md as rules. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DependencyRulesTest {

    private static final Map<String, String> PACKAGES = Map.of(
            "auth", "io.breakwater.auth..",
            "ingest", "io.breakwater.ingest..",
            "admin", "io.breakwater.admin..",
            "gateway", "io.breakwater.gateway..");

    private JavaClasses classes;

    @BeforeAll
    void importClasses() {
        classes = Repository.productionClasses();
    }

    @Test
    void servicesNeverImportEachOther() {
        PACKAGES.forEach((service, own) -> {
            String[] others = PACKAGES.values().stream()
                    .filter(other -> !other.equals(own))
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(own)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .because(service + " calls another service through a client of its own")
                    .check(classes);
        });
    }

    @Test
    void commonIsALeaf() {
        noClasses()
                .that()
                .resideInAPackage("io.breakwater.common..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.breakwater.outbox..",
                        "io.breakwater.idempotency..",
                        "io.breakwater.internal..",
                        "io.breakwater.localstack..",
                        "io.breakwater.auth..",
                        "io.breakwater.ingest..",
                        "io.breakwater.admin..",
                        "io.breakwater.gateway..")
                .check(classes);
    }

    /** Telling what an exception means, or answering with an error, is not input or output. */
    @Test
    void commonDoesNoInputOutputAndNoScheduling() {
        noClasses()
                .that()
                .resideInAPackage("io.breakwater.common..")
                // Reads classes while a native executable is built, and never in a service.
                .and()
                .resideOutsideOfPackage("io.breakwater.common.nativeimage")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..").and(not(assignableTo(Throwable.class))))
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "javax.sql..",
                        "java.net.http..",
                        "java.nio.file..",
                        "io.vertx.core.net..",
                        "io.vertx.core.file..",
                        "io.vertx..client..",
                        "io.quarkus.scheduler..",
                        "io.quarkus.redis..")
                .check(classes);
    }

    @Test
    void librariesKnowOnlyCommon() {
        noClasses()
                .that()
                .resideInAnyPackage("io.breakwater.outbox..", "io.breakwater.idempotency..", "io.breakwater.internal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.breakwater.localstack..",
                        "io.breakwater.auth..",
                        "io.breakwater.ingest..",
                        "io.breakwater.admin..",
                        "io.breakwater.gateway..")
                .check(classes);
    }

    @Test
    void localStackKnowsNoService() {
        noClasses()
                .that()
                .resideInAPackage("io.breakwater.localstack..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.breakwater.common..",
                        "io.breakwater.auth..",
                        "io.breakwater.ingest..",
                        "io.breakwater.admin..",
                        "io.breakwater.gateway..")
                .check(classes);
    }

    @Test
    void theGatewayHasNoSqlAndNothingThatBlocks() {
        noClasses()
                .that()
                .resideInAPackage("io.breakwater.gateway..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..", "javax.sql..", "jakarta.persistence..", "jakarta.ws.rs..", "java.net.http..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("io.breakwater.gateway..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.smallrye.mutiny.groups.UniAwait")
                .check(classes);
    }

    @Test
    void featuresDoNotDependOnEachOtherInCircles() {
        for (String service : List.of("auth", "ingest", "admin", "gateway")) {
            slices().matching("io.breakwater." + service + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }

    @Test
    void dependenciesComeThroughTheConstructor() {
        noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .check(classes);
    }

    @Test
    void nobodyKeepsStateInThreads() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocal.class)
                .check(classes);
    }

    @Test
    void loggersAreConstants() {
        fields().that()
                .haveRawType("org.jboss.logging.Logger")
                .should()
                .bePrivate()
                .andShould()
                .beStatic()
                .andShould()
                .beFinal()
                .check(classes);
    }

    @Test
    void namesSayWhatATypeIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Utils?|Helper|Manager|DTO|Dto)")
                .orShould()
                .haveSimpleNameStartingWith("Base")
                .check(classes);
    }

    @Test
    void pathsAreServedByResources() {
        classes()
                .that()
                .areAnnotatedWith("jakarta.ws.rs.Path")
                .and()
                .areNotAnnotatedWith("org.eclipse.microprofile.rest.client.inject.RegisterRestClient")
                .should()
                .haveSimpleNameEndingWith("Resource")
                .check(classes);
    }

    /** Contract, section 7: all but signing in; on ingestion the key is the default of the message's id. */
    @Test
    void whateverCreatesOrChangesTakesAnIdempotencyKey() {
        methods()
                .that()
                .areAnnotatedWith("jakarta.ws.rs.POST")
                .or()
                .areAnnotatedWith("jakarta.ws.rs.PUT")
                .or()
                .areAnnotatedWith("jakarta.ws.rs.PATCH")
                .or()
                .areAnnotatedWith("jakarta.ws.rs.DELETE")
                .and()
                .areDeclaredInClassesThat()
                .areNotInterfaces()
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackages(
                        "io.breakwater.ingest..",
                        "io.breakwater.auth.account..",
                        "io.breakwater.auth.profile..",
                        "io.breakwater.auth.signin..")
                // Of an invitation, whose caller may be nobody yet; its token is good for one use anyway.
                .and()
                .haveNameNotMatching("accept.*")
                .should()
                .beAnnotatedWith("io.breakwater.idempotency.Idempotent")
                .check(classes);
    }

    @Test
    void configurationIsTypedBesideItsFeature() {
        ArchRule rule = classes()
                .that()
                .areAnnotatedWith("io.smallrye.config.ConfigMapping")
                .should()
                .beInterfaces()
                .andShould()
                .haveSimpleNameEndingWith("Config");
        rule.check(classes);
    }

    @Test
    void onlyTheOutsideOfAFeatureIsPublicAndNothingIsMutableThere() {
        fields().that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage("io.breakwater..")
                .should()
                .haveModifier(JavaModifier.FINAL)
                // Panache entities are written field by field.
                .orShould()
                .beDeclaredInClassesThat()
                .areAnnotatedWith("jakarta.persistence.Entity")
                .check(classes);
    }
}
