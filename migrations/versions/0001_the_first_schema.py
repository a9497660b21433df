"""the first schema"""

from alembic import op
import sqlalchemy as sa
import sqlmodel


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('channel',
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('channel_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('is_external', sa.Boolean(), nullable=False),
    sa.Column('is_stale', sa.Boolean(), nullable=False),
    sa.Column('outside_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('missing', sa.JSON(), nullable=True),
    sa.PrimaryKeyConstraint('team_id', 'channel_id')
    )
    op.create_table('channel_guest',
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('channel_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('user_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('team_id', 'channel_id', 'user_id')
    )
    with op.batch_alter_table('channel_guest', schema=None) as batch_op:
        batch_op.create_index('guest_channels', ['team_id', 'user_id'], unique=False)

    op.create_table('checkin_questions',
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('role', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('questions', sa.JSON(), nullable=False),
    sa.Column('changed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('changed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('team_id', 'role')
    )
    op.create_table('lane',
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('address', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('free_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('team_id', 'address')
    )
    op.create_table('leave',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('user_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('starts_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('ends_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('leave', schema=None) as batch_op:
        batch_op.create_index('leave_person', ['team_id', 'user_id', 'ends_at'], unique=False)

    op.create_table('person',
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('user_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('first_name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('zone', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('locale', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('is_guest', sa.Boolean(), nullable=False),
    sa.Column('guest', sa.Enum('client', 'freelancer', name='guest', native_enum=False, length=16), nullable=True),
    sa.Column('is_stranger', sa.Boolean(), nullable=False),
    sa.Column('is_bot', sa.Boolean(), nullable=False),
    sa.Column('is_deleted', sa.Boolean(), nullable=False),
    sa.Column('is_admin', sa.Boolean(), nullable=False),
    sa.Column('is_ops_lead', sa.Boolean(), nullable=False),
    sa.Column('shyness', sa.Integer(), nullable=False),
    sa.Column('asked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('planned_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.CheckConstraint("guest = 'client' OR guest = 'freelancer'", name='guest'),
    sa.PrimaryKeyConstraint('team_id', 'user_id')
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index('person_unplanned', ['team_id', 'user_id'], unique=False, sqlite_where=sa.text('planned_at IS NULL'), postgresql_where=sa.text('planned_at IS NULL'))

    op.create_table('person_settings',
    sa.Column('work_from', sa.Time(), nullable=True),
    sa.Column('work_until', sa.Time(), nullable=True),
    sa.Column('weekdays', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('country', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('digest_at', sa.Time(), nullable=True),
    sa.Column('digest_days', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('weekly_at', sa.Time(), nullable=True),
    sa.Column('weekly_days', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('user_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('quiet_from', sa.Time(), nullable=True),
    sa.Column('quiet_until', sa.Time(), nullable=True),
    sa.Column('digest_parts', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('weekly_parts', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.PrimaryKeyConstraint('team_id', 'user_id')
    )
    op.create_table('post',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('address', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('kind', sa.Enum('card', 'notice', 'whisper', 'home', 'removal', name='postkind', native_enum=False, length=16), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('picture', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('thread_of', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('thread_ts', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('user_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('state', sa.Enum('open', 'held', 'parked', 'dead', name='poststate', native_enum=False, length=16), nullable=False),
    sa.Column('wanted', sa.Integer(), nullable=False),
    sa.Column('shown', sa.Integer(), nullable=False),
    sa.Column('channel_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('ts', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('refresh_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('dispatched_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('marker', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('looks', sa.Integer(), nullable=False),
    sa.Column('not_before', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('error', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint("kind = 'card' OR kind = 'notice' OR kind = 'whisper' OR kind = 'home' OR kind = 'removal'", name='postkind'),
    sa.CheckConstraint("state = 'open' OR state = 'held' OR state = 'parked' OR state = 'dead'", name='poststate'),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('post', schema=None) as batch_op:
        batch_op.create_index('post_key', ['team_id', 'key'], unique=True)
        batch_op.create_index('post_owed', ['team_id', 'address', 'id'], unique=False, sqlite_where=sa.text("state = 'open' AND wanted > shown"), postgresql_where=sa.text("state = 'open' AND wanted > shown"))
        batch_op.create_index('post_project', ['project_id'], unique=False)
        batch_op.create_index('post_refresh', ['refresh_at'], unique=False, sqlite_where=sa.text('refresh_at IS NOT NULL'), postgresql_where=sa.text('refresh_at IS NOT NULL'))
        batch_op.create_index('post_request', ['request_id'], unique=False, sqlite_where=sa.text('request_id IS NOT NULL'), postgresql_where=sa.text('request_id IS NOT NULL'))
        batch_op.create_index('post_thread', ['team_id', 'channel_id', 'ts'], unique=False, sqlite_where=sa.text('ts IS NOT NULL'), postgresql_where=sa.text('ts IS NOT NULL'))
        batch_op.create_index('post_unanswered', ['team_id', 'address'], unique=False, sqlite_where=sa.text("state = 'open' AND dispatched_at IS NOT NULL AND ts IS NULL"), postgresql_where=sa.text("state = 'open' AND dispatched_at IS NOT NULL AND ts IS NULL"))
        batch_op.create_index('post_unsaid', ['created_at'], unique=False, sqlite_where=sa.text("state = 'dead' AND error = 'nothing_to_say' AND ts IS NULL"), postgresql_where=sa.text("state = 'dead' AND error = 'nothing_to_say' AND ts IS NULL"))

    op.create_table('receipt',
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('received_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('team_id', 'key')
    )
    with op.batch_alter_table('receipt', schema=None) as batch_op:
        batch_op.create_index('receipt_age', ['received_at'], unique=False)

    op.create_table('schedule_rule',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('subject', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('user_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('wall', sa.Time(), nullable=False),
    sa.Column('zone', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('cadence', sa.JSON(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=True),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('next_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('schedule_rule', schema=None) as batch_op:
        batch_op.create_index('rule_due', ['next_at', 'id'], unique=False, sqlite_where=sa.text('next_at IS NOT NULL'), postgresql_where=sa.text('next_at IS NOT NULL'))
        batch_op.create_index('rule_project', ['project_id'], unique=False)
        batch_op.create_index('rule_subject', ['team_id', 'kind', 'subject'], unique=True)
        batch_op.create_index('rule_user', ['team_id', 'user_id'], unique=False)

    op.create_table('workspace',
    sa.Column('work_from', sa.Time(), nullable=True),
    sa.Column('work_until', sa.Time(), nullable=True),
    sa.Column('weekdays', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('country', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('digest_at', sa.Time(), nullable=True),
    sa.Column('digest_days', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('weekly_at', sa.Time(), nullable=True),
    sa.Column('weekly_days', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('bot_user_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('zone', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('installer_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('answer_minutes', sa.Integer(), nullable=True),
    sa.Column('urgent_minutes', sa.Integer(), nullable=True),
    sa.Column('nudge_percent', sa.Integer(), nullable=True),
    sa.Column('ops_minutes', sa.Integer(), nullable=True),
    sa.Column('lapse_minutes', sa.Integer(), nullable=True),
    sa.Column('last_request_number', sa.Integer(), nullable=False),
    sa.Column('last_policy_version', sa.Integer(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('team_id')
    )
    op.create_table('project',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name_key', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('client', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('status', sa.Enum('planning', 'live', 'on_hold', 'closed', name='projectstatus', native_enum=False, length=16), nullable=False),
    sa.Column('made_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('am_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('pm_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('second_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('deadline', sa.Date(), nullable=False),
    sa.Column('deadline_client', sa.Boolean(), nullable=False),
    sa.Column('budget_minor', sa.BigInteger(), nullable=True),
    sa.Column('contingency_minor', sa.BigInteger(), nullable=True),
    sa.Column('currency', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('home_channel', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reads_messages', sa.Boolean(), nullable=False),
    sa.Column('plan_version', sa.Integer(), nullable=False),
    sa.Column('am_agreed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('pm_agreed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('second_agreed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('brief_version', sa.Integer(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('started_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('delivered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('closed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('reminder_offsets', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('planned_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.CheckConstraint("status = 'planning' OR status = 'live' OR status = 'on_hold' OR status = 'closed'", name='projectstatus'),
    sa.ForeignKeyConstraint(['team_id'], ['workspace.team_id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.create_index('project_am', ['team_id', 'am_id'], unique=False)
        batch_op.create_index('project_name', ['team_id', 'name_key'], unique=True)
        batch_op.create_index('project_planned', ['planned_at'], unique=False)
        batch_op.create_index('project_pm', ['team_id', 'pm_id'], unique=False)

    op.create_table('schedule_occurrence',
    sa.Column('rule_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('on_date', sa.Date(), nullable=False),
    sa.Column('slot', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('due_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('outcome', sa.Enum('fired', 'skipped', name='outcome', native_enum=False, length=16), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint("outcome = 'fired' OR outcome = 'skipped'", name='outcome'),
    sa.ForeignKeyConstraint(['rule_id'], ['schedule_rule.id'], ),
    sa.PrimaryKeyConstraint('rule_id', 'on_date', 'slot'),
    sqlite_with_rowid=False
    )
    op.create_table('calendar_feed',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('user_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('scope', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('token_hash', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('content_hash', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('changed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('token_hash')
    )
    with op.batch_alter_table('calendar_feed', schema=None) as batch_op:
        batch_op.create_index('feed_owner', ['team_id', 'user_id', 'scope'], unique=True)

    op.create_table('checkin_plan',
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('is_off', sa.Boolean(), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('every', sa.Integer(), nullable=False),
    sa.Column('wall', sa.Time(), nullable=False),
    sa.Column('answer_days', sa.Integer(), nullable=False),
    sa.Column('answer_wall', sa.Time(), nullable=False),
    sa.Column('changed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('changed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], ),
    sa.PrimaryKeyConstraint('project_id')
    )
    op.create_table('checkin_round',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('on_date', sa.Date(), nullable=False),
    sa.Column('opened_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('summary_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('summed_up_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('differs_told_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('checkin_round', schema=None) as batch_op:
        batch_op.create_index('checkin_round_day', ['project_id', 'on_date'], unique=True)
        batch_op.create_index('checkin_round_summary', ['summary_at'], unique=False)

    op.create_table('deputy',
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('role', sa.Enum('am', 'pm', 'second', 'lender', 'requester', 'ops', name='role', native_enum=False, length=16), nullable=False),
    sa.Column('user_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('any_time', sa.Boolean(), nullable=False),
    sa.CheckConstraint("role = 'am' OR role = 'pm' OR role = 'second' OR role = 'lender' OR role = 'requester' OR role = 'ops'", name='role'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], ),
    sa.PrimaryKeyConstraint('project_id', 'role', 'user_id')
    )
    with op.batch_alter_table('deputy', schema=None) as batch_op:
        batch_op.create_index('deputy_person', ['team_id', 'user_id'], unique=False)

    op.create_table('milestone',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name_key', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('date', sa.Date(), nullable=False),
    sa.Column('client_date', sa.Boolean(), nullable=False),
    sa.Column('follows_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('done_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('overrun', sa.Integer(), nullable=True),
    sa.Column('created_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['follows_id'], ['milestone.id'], ),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('milestone', schema=None) as batch_op:
        batch_op.create_index('milestone_name', ['project_id', 'name_key'], unique=True)

    op.create_table('policy_version',
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('edits', sa.JSON(), nullable=False),
    sa.Column('changed', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('author_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], ),
    sa.ForeignKeyConstraint(['team_id'], ['workspace.team_id'], ),
    sa.PrimaryKeyConstraint('team_id', 'version')
    )
    with op.batch_alter_table('policy_version', schema=None) as batch_op:
        batch_op.create_index('policy_of_project', ['team_id', 'project_id', 'version'], unique=False)

    op.create_table('project_channel',
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('channel_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('used_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('broken', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], ),
    sa.PrimaryKeyConstraint('project_id', 'channel_id')
    )
    with op.batch_alter_table('project_channel', schema=None) as batch_op:
        batch_op.create_index('channel_projects', ['team_id', 'channel_id'], unique=False)

    op.create_table('blocker',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('round_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('what', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('owner_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('due', sa.Date(), nullable=False),
    sa.Column('raised_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('closed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('closed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], ),
    sa.ForeignKeyConstraint(['round_id'], ['checkin_round.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('blocker', schema=None) as batch_op:
        batch_op.create_index('blocker_owner', ['team_id', 'owner_id'], unique=False)
        batch_op.create_index('blocker_project', ['project_id', 'closed_at'], unique=False)

    op.create_table('checkin',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('round_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seat', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('user_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('asked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('due_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('remind_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('answered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('answered_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('edited_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('skipped_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('skipped_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('colour', sa.Enum('green', 'amber', 'red', name='colour', native_enum=False, length=16), nullable=True),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.CheckConstraint("colour = 'green' OR colour = 'amber' OR colour = 'red'", name='colour'),
    sa.ForeignKeyConstraint(['round_id'], ['checkin_round.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('checkin', schema=None) as batch_op:
        batch_op.create_index('checkin_person', ['team_id', 'user_id'], unique=False)
        batch_op.create_index('checkin_remind', ['remind_at'], unique=False)
        batch_op.create_index('checkin_seat', ['round_id', 'seat'], unique=True)

    op.create_table('client_input',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('what', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('from_whom', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('due', sa.Date(), nullable=False),
    sa.Column('milestone_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.Column('received_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('created_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['milestone_id'], ['milestone.id'], ),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('client_input', schema=None) as batch_op:
        batch_op.create_index('input_due', ['due'], unique=False)
        batch_op.create_index('input_project', ['project_id', 'received_on'], unique=False)

    op.create_table('change_request',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('domain', sa.Enum('deadline', 'resourcing', 'budget', 'price', 'scope', 'brief', 'strategy', 'supplier', 'quality', 'client_contact', 'process', name='domain', native_enum=False, length=16), nullable=False),
    sa.Column('target', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('mode', sa.Enum('free', 'heads_up', 'approval', 'joint', name='mode', native_enum=False, length=16), nullable=False),
    sa.Column('state', sa.Enum('pending', 'questioned', 'approved', 'declined', 'withdrawn', 'lapsed', 'told', 'noted', 'objected', name='requeststate', native_enum=False, length=16), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('open_key', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('requester_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('requester_role', sa.Enum('am', 'pm', 'second', 'lender', 'requester', 'ops', name='role', native_enum=False, length=16), nullable=True),
    sa.Column('author_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('needs', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('also', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('cast', sa.JSON(), nullable=True),
    sa.Column('rule', sa.JSON(), nullable=False),
    sa.Column('policy_version', sa.Integer(), nullable=False),
    sa.Column('channel_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('rounds', sa.Integer(), nullable=False),
    sa.Column('assigned_to', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('lender_project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('input_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('follow_on', sa.Boolean(), nullable=False),
    sa.Column('urgent', sa.Boolean(), nullable=False),
    sa.Column('done', sa.JSON(), nullable=True),
    sa.Column('stage', sa.Enum('asked', 'nudged', 'deputy', 'ops', name='stage', native_enum=False, length=16), nullable=False),
    sa.Column('next_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('seconds_left', sa.Integer(), nullable=True),
    sa.Column('question', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('questioned_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('impact', sa.JSON(), nullable=True),
    sa.Column('asked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('decided_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('decided_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('decided_as', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('decision_reason', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('take_back_until', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.CheckConstraint("domain = 'deadline' OR domain = 'resourcing' OR domain = 'budget' OR domain = 'price' OR domain = 'scope' OR domain = 'brief' OR domain = 'strategy' OR domain = 'supplier' OR domain = 'quality' OR domain = 'client_contact' OR domain = 'process'", name='domain'),
    sa.CheckConstraint("mode = 'free' OR mode = 'heads_up' OR mode = 'approval' OR mode = 'joint'", name='mode'),
    sa.CheckConstraint("requester_role = 'am' OR requester_role = 'pm' OR requester_role = 'second' OR requester_role = 'lender' OR requester_role = 'requester' OR requester_role = 'ops'", name='role'),
    sa.CheckConstraint("stage = 'asked' OR stage = 'nudged' OR stage = 'deputy' OR stage = 'ops'", name='stage'),
    sa.CheckConstraint("state = 'pending' OR state = 'questioned' OR state = 'approved' OR state = 'declined' OR state = 'withdrawn' OR state = 'lapsed' OR state = 'told' OR state = 'noted' OR state = 'objected'", name='requeststate'),
    sa.ForeignKeyConstraint(['input_id'], ['client_input.id'], ),
    sa.ForeignKeyConstraint(['lender_project_id'], ['project.id'], ),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], ),
    sa.ForeignKeyConstraint(['team_id'], ['workspace.team_id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('change_request', schema=None) as batch_op:
        batch_op.create_index('request_next', ['next_at'], unique=False)
        batch_op.create_index('request_number', ['team_id', 'number'], unique=True)
        batch_op.create_index('request_open_value', ['open_key'], unique=True)
        batch_op.create_index('request_project', ['project_id', 'state'], unique=False)

    op.create_table('audit_entry',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('actor_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('action', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], ),
    sa.ForeignKeyConstraint(['request_id'], ['change_request.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index('audit_project', ['project_id', 'id'], unique=False)

    op.create_table('baseline',
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('dates', sa.JSON(), nullable=False),
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], ),
    sa.ForeignKeyConstraint(['request_id'], ['change_request.id'], ),
    sa.PrimaryKeyConstraint('project_id', 'number')
    )
    op.create_table('brief_version',
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text', sa.JSON(), nullable=False),
    sa.Column('author_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], ),
    sa.ForeignKeyConstraint(['request_id'], ['change_request.id'], ),
    sa.PrimaryKeyConstraint('project_id', 'version')
    )
    op.create_table('decision',
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('pending', 'questioned', 'approved', 'declined', 'withdrawn', 'lapsed', 'told', 'noted', 'objected', name='requeststate', native_enum=False, length=16), nullable=False),
    sa.Column('user_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('decided_as', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('policy_version', sa.Integer(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('taken_back_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.CheckConstraint("state = 'pending' OR state = 'questioned' OR state = 'approved' OR state = 'declined' OR state = 'withdrawn' OR state = 'lapsed' OR state = 'told' OR state = 'noted' OR state = 'objected'", name='requeststate'),
    sa.ForeignKeyConstraint(['request_id'], ['change_request.id'], ),
    sa.PrimaryKeyConstraint('request_id', 'version')
    )
    op.create_table('pick_up',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('channel_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('ts', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('thread_ts', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('author_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('by_outsider', sa.Boolean(), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('state', sa.Enum('offered', 'sent', 'dismissed', 'logged', 'withdrawn', name='pickupstate', native_enum=False, length=16), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('understood', sa.JSON(), nullable=False),
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('changed', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint("state = 'offered' OR state = 'sent' OR state = 'dismissed' OR state = 'logged' OR state = 'withdrawn'", name='pickupstate'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], ),
    sa.ForeignKeyConstraint(['request_id'], ['change_request.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('pick_up', schema=None) as batch_op:
        batch_op.create_index('pick_up_author', ['team_id', 'author_id', 'state'], unique=False)
        batch_op.create_index('pick_up_message', ['team_id', 'channel_id', 'ts'], unique=True)
        batch_op.create_index('pick_up_request', ['request_id'], unique=False)

    op.create_table('project_value',
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('domain', sa.Enum('deadline', 'resourcing', 'budget', 'price', 'scope', 'brief', 'strategy', 'supplier', 'quality', 'client_contact', 'process', name='domain', native_enum=False, length=16), nullable=False),
    sa.Column('target', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('changed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint("domain = 'deadline' OR domain = 'resourcing' OR domain = 'budget' OR domain = 'price' OR domain = 'scope' OR domain = 'brief' OR domain = 'strategy' OR domain = 'supplier' OR domain = 'quality' OR domain = 'client_contact' OR domain = 'process'", name='domain'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], ),
    sa.ForeignKeyConstraint(['request_id'], ['change_request.id'], ),
    sa.PrimaryKeyConstraint('project_id', 'domain', 'target')
    )
    op.create_table('promise',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('channel_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('ts', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('author_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('date', sa.Date(), nullable=False),
    sa.Column('target', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('state', sa.Enum('open', 'asked', 'agreed', 'dismissed', 'stands', name='promisestate', native_enum=False, length=16), nullable=False),
    sa.Column('due_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('told_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint("state = 'open' OR state = 'asked' OR state = 'agreed' OR state = 'dismissed' OR state = 'stands'", name='promisestate'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], ),
    sa.ForeignKeyConstraint(['request_id'], ['change_request.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('promise', schema=None) as batch_op:
        batch_op.create_index('promise_due', ['due_at'], unique=False, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.create_index('promise_message', ['team_id', 'channel_id', 'ts'], unique=True)
        batch_op.create_index('promise_project', ['project_id', 'state'], unique=False)

    op.create_table('request_version',
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('author_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('also', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['request_id'], ['change_request.id'], ),
    sa.PrimaryKeyConstraint('request_id', 'version')
    )
    op.create_table('signature',
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('am', 'pm', 'second', 'lender', 'requester', 'ops', name='role', native_enum=False, length=16), nullable=False),
    sa.Column('user_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('signed_as', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint("role = 'am' OR role = 'pm' OR role = 'second' OR role = 'lender' OR role = 'requester' OR role = 'ops'", name='role'),
    sa.ForeignKeyConstraint(['request_id'], ['change_request.id'], ),
    sa.PrimaryKeyConstraint('request_id', 'version', 'role')
    )
    op.create_table('small_extra',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('what', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('hours', sa.Float(), nullable=True),
    sa.Column('pick_up_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('logged_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['pick_up_id'], ['pick_up.id'], ),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('small_extra', schema=None) as batch_op:
        batch_op.create_index('extra_project', ['project_id', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('small_extra', schema=None) as batch_op:
        batch_op.drop_index('extra_project')

    op.drop_table('small_extra')
    op.drop_table('signature')
    op.drop_table('request_version')
    with op.batch_alter_table('promise', schema=None) as batch_op:
        batch_op.drop_index('promise_project')
        batch_op.drop_index('promise_message')
        batch_op.drop_index('promise_due', sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.drop_table('promise')
    op.drop_table('project_value')
    with op.batch_alter_table('pick_up', schema=None) as batch_op:
        batch_op.drop_index('pick_up_request')
        batch_op.drop_index('pick_up_message')
        batch_op.drop_index('pick_up_author')

    op.drop_table('pick_up')
    op.drop_table('decision')
    op.drop_table('brief_version')
    op.drop_table('baseline')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index('audit_project')

    op.drop_table('audit_entry')
    with op.batch_alter_table('change_request', schema=None) as batch_op:
        batch_op.drop_index('request_project')
        batch_op.drop_index('request_open_value')
        batch_op.drop_index('request_number')
        batch_op.drop_index('request_next')

    op.drop_table('change_request')
    with op.batch_alter_table('client_input', schema=None) as batch_op:
        batch_op.drop_index('input_project')
        batch_op.drop_index('input_due')

    op.drop_table('client_input')
    with op.batch_alter_table('checkin', schema=None) as batch_op:
        batch_op.drop_index('checkin_seat')
        batch_op.drop_index('checkin_remind')
        batch_op.drop_index('checkin_person')

    op.drop_table('checkin')
    with op.batch_alter_table('blocker', schema=None) as batch_op:
        batch_op.drop_index('blocker_project')
        batch_op.drop_index('blocker_owner')

    op.drop_table('blocker')
    with op.batch_alter_table('project_channel', schema=None) as batch_op:
        batch_op.drop_index('channel_projects')

    op.drop_table('project_channel')
    with op.batch_alter_table('policy_version', schema=None) as batch_op:
        batch_op.drop_index('policy_of_project')

    op.drop_table('policy_version')
    with op.batch_alter_table('milestone', schema=None) as batch_op:
        batch_op.drop_index('milestone_name')

    op.drop_table('milestone')
    with op.batch_alter_table('deputy', schema=None) as batch_op:
        batch_op.drop_index('deputy_person')

    op.drop_table('deputy')
    with op.batch_alter_table('checkin_round', schema=None) as batch_op:
        batch_op.drop_index('checkin_round_summary')
        batch_op.drop_index('checkin_round_day')

    op.drop_table('checkin_round')
    op.drop_table('checkin_plan')
    with op.batch_alter_table('calendar_feed', schema=None) as batch_op:
        batch_op.drop_index('feed_owner')

    op.drop_table('calendar_feed')
    op.drop_table('schedule_occurrence')
    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.drop_index('project_pm')
        batch_op.drop_index('project_planned')
        batch_op.drop_index('project_name')
        batch_op.drop_index('project_am')

    op.drop_table('project')
    op.drop_table('workspace')
    with op.batch_alter_table('schedule_rule', schema=None) as batch_op:
        batch_op.drop_index('rule_user')
        batch_op.drop_index('rule_subject')
        batch_op.drop_index('rule_project')
        batch_op.drop_index('rule_due', sqlite_where=sa.text('next_at IS NOT NULL'), postgresql_where=sa.text('next_at IS NOT NULL'))

    op.drop_table('schedule_rule')
    with op.batch_alter_table('receipt', schema=None) as batch_op:
        batch_op.drop_index('receipt_age')

    op.drop_table('receipt')
    with op.batch_alter_table('post', schema=None) as batch_op:
        batch_op.drop_index('post_unsaid', sqlite_where=sa.text("state = 'dead' AND error = 'nothing_to_say' AND ts IS NULL"), postgresql_where=sa.text("state = 'dead' AND error = 'nothing_to_say' AND ts IS NULL"))
        batch_op.drop_index('post_unanswered', sqlite_where=sa.text("state = 'open' AND dispatched_at IS NOT NULL AND ts IS NULL"), postgresql_where=sa.text("state = 'open' AND dispatched_at IS NOT NULL AND ts IS NULL"))
        batch_op.drop_index('post_thread', sqlite_where=sa.text('ts IS NOT NULL'), postgresql_where=sa.text('ts IS NOT NULL'))
        batch_op.drop_index('post_request', sqlite_where=sa.text('request_id IS NOT NULL'), postgresql_where=sa.text('request_id IS NOT NULL'))
        batch_op.drop_index('post_refresh', sqlite_where=sa.text('refresh_at IS NOT NULL'), postgresql_where=sa.text('refresh_at IS NOT NULL'))
        batch_op.drop_index('post_project')
        batch_op.drop_index('post_owed', sqlite_where=sa.text("state = 'open' AND wanted > shown"), postgresql_where=sa.text("state = 'open' AND wanted > shown"))
        batch_op.drop_index('post_key')

    op.drop_table('post')
    op.drop_table('person_settings')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index('person_unplanned', sqlite_where=sa.text('planned_at IS NULL'), postgresql_where=sa.text('planned_at IS NULL'))

    op.drop_table('person')
    with op.batch_alter_table('leave', schema=None) as batch_op:
        batch_op.drop_index('leave_person')

    op.drop_table('leave')
    op.drop_table('lane')
    op.drop_table('checkin_questions')
    with op.batch_alter_table('channel_guest', schema=None) as batch_op:
        batch_op.drop_index('guest_channels')

    op.drop_table('channel_guest')
    op.drop_table('channel')
