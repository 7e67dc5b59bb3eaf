package io.breakwater.system.fuzz;

import io.breakwater.system.fuzz.Maker.Account;
import java.util.List;
import java.util.Map;

/**
 * Makes what one call needs in order to succeed, and may spend: a key to revoke, a member to remove, a session to end. So no
 * call takes anything from the next. Safe from any thread.
 */
final class Scenes {

    /** The plan that no caller is on. */
    private static final String PLAN = "pro";

    private static final Map<String, String> NOTHING = Map.of();

    private final Maker maker;

    Scenes(Maker maker) {
        this.maker = maker;
    }

    /**
     * @param values of parameters and of fields of the body, by name
     * @param credential a header instead of the callers', where the call would end it; else empty
     */
    record Scene(Map<String, String> values, List<String> credential) {

        static final Scene EMPTY = new Scene(NOTHING, List.of());

        static Scene of(Map<String, String> values) {
            return new Scene(values, List.of());
        }

        /** For a call that spends the very credential it is made with. */
        static Scene by(Account account, Map<String, String> values) {
            return new Scene(values, List.of(account.authorization()));
        }
    }

    /** Whether the operation ends or changes the credential, so that it is called with nobody else's. */
    static boolean spendsItsCaller(Operation operation) {
        return switch (operation.id()) {
            case "logout", "changePassword", "changeMe", "switchTenant", "resendVerification" -> true;
            default -> false;
        };
    }

    Scene play(Operation operation, Callers callers) {
        Account owner = callers.owner();
        String[] platform = callers.administrator().authorization();
        String known = callers.ids().get(operation.id());
        if (known != null) {
            return Scene.of(Map.of("id", known));
        }
        return switch (operation.id()) {
            case "register", "createInvitation", "createAdministrator" ->
                Scene.of(Map.of("email", Maker.newAddress(), "password", Maker.PASSWORD));
            case "login", "forgotPassword" ->
                Scene.of(Map.of("email", maker.newTenant().email(), "password", Maker.PASSWORD));
            case "platformLogin" ->
                Scene.of(Map.of("email", maker.newAdministrator(platform).email(), "password", Maker.PASSWORD));
            case "refresh" -> Scene.of(Map.of("refresh_token", maker.newTenant().refreshToken()));
            case "logout", "resendVerification" -> Scene.by(maker.newTenant(), NOTHING);
            case "changePassword", "changeMe" ->
                Scene.by(
                        maker.newTenant(),
                        Map.of(
                                "current_password",
                                Maker.PASSWORD,
                                "new_password",
                                "another horse battery staple",
                                "email",
                                Maker.newAddress()));
            case "switchTenant" -> {
                Account account = maker.newTenant();
                yield Scene.by(account, Map.of("tenant_id", account.tenantId()));
            }
            case "verifyEmail" -> Scene.of(Map.of("token", maker.verificationToken(maker.newTenant())));
            case "resetPassword" ->
                Scene.of(Map.of("token", maker.resetToken(maker.newTenant()), "password", "another horse battery"));
            case "endSession" ->
                Scene.of(Map.of(
                        "id",
                        maker.sessionId(maker.newSession(owner)
                                .body()
                                .path("access_token")
                                .asText())));
            case "revokeApiKey", "changeApiKey", "rotateApiKey" ->
                Scene.of(Map.of("id", Maker.id(maker.newKey(owner, "read", ""))));
            case "deleteTeam", "changeTeam", "listTeamMembers" -> Scene.of(Map.of("id", maker.newTeam(owner)));
            case "addTeamMember" -> Scene.of(Map.of("id", maker.newTeam(owner), "user_id", owner.userId()));
            case "removeTeamMember" -> {
                String team = maker.newTeam(owner);
                maker.join(team, owner.userId(), owner);
                yield Scene.of(Map.of("id", team, "user_id", owner.userId()));
            }
            case "getMember" -> Scene.of(Map.of("id", owner.userId()));
            case "removeMember", "changeMember" -> Scene.of(Map.of("id", maker.newMember(owner)));
            case "acceptInvitation" ->
                Scene.of(Map.of("token", maker.newInvitationsToken(owner), "password", Maker.PASSWORD));
            case "revokeInvitation" -> Scene.of(Map.of("id", maker.newInvitation(owner, Maker.newAddress())));
            case "listParticipantEvents" -> Scene.of(Map.of("id", "p"));
            case "replayDeadLetter" -> Scene.of(Map.of("id", maker.deadLetter(callers.key())));
            case "getAdministrator", "changeAdministrator", "removeAdministrator" ->
                Scene.of(Map.of("id", maker.newAdministrator(platform).userId()));
            case "getPlatformTenant" -> Scene.of(Map.of("id", owner.tenantId()));
            case "changePlatformTenant" ->
                Scene.of(Map.of("id", maker.newTenant().tenantId(), "plan", PLAN));
            case "requestErasure" ->
                Scene.of(Map.of("tenant_id", maker.newTenant().tenantId()));
            case "requestExport" -> Scene.of(Map.of("tenant_id", owner.tenantId()));
            case "fetchExport" -> Scene.of(Map.of("id", maker.finishedExport(platform)));
            case "getPlan", "changePlan" -> Scene.of(Map.of("id", PLAN));
            case "getKillSwitch", "setKillSwitch", "removeKillSwitch" ->
                Scene.of(Map.of("scope", maker.newKillSwitch(platform)));
            default -> Scene.EMPTY;
        };
    }
}
