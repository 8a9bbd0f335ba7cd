using BpfSharp.Simulation;

namespace BpfSharp;

/// <summary>Reads what user space has written into a ring buffer.</summary>
public static class UserRingBufferRecords
{
    /// <summary>Calls a function for each record that is there (<c>bpf_user_ringbuf_drain</c>, Linux 6.1), at most 131,072 times, and takes it out.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <param name="map">The ring buffer.</param>
    /// <param name="body">A lambda, local function or static method. A fault in it ends the program.</param>
    /// <returns>Records that the function was called for, or a negative error number: <c>-EBUSY</c> (-16) where another CPU reads, <c>-EINVAL</c> (-22), <c>-E2BIG</c> (-7) or <c>-EPROTO</c> (-71) where user space has written nonsense.</returns>
    [BpfHelper(209, Name = "bpf_user_ringbuf_drain", Since = "6.1")]
    public static int Drain<T>(
        this UserRingBufferMap<T> map,
        [BpfArgument(BpfArgumentKind.RecordCallback)] UserRecordAction<T> body)
        where T : unmanaged
    {
        SimulationRun run = SimulationRun.Require(map);
        int count = 0;
        while (run.UserRecords.TryTake(map, out UserRecord<T> record))
        {
            count++;
            body(in record);
        }

        return count;
    }

    /// <summary>Calls a function for each record that is there (<c>bpf_user_ringbuf_drain</c>, Linux 6.1), at most 131,072 times, and takes it out.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <param name="map">The ring buffer.</param>
    /// <param name="body">A lambda, local function or static method; it says whether to go on. A fault in it ends the program.</param>
    /// <returns>Records that the function was called for, or a negative error number: <c>-EBUSY</c> (-16) where another CPU reads, <c>-EINVAL</c> (-22), <c>-E2BIG</c> (-7) or <c>-EPROTO</c> (-71) where user space has written nonsense.</returns>
    [BpfHelper(209, Name = "bpf_user_ringbuf_drain", Since = "6.1")]
    public static int Drain<T>(
        this UserRingBufferMap<T> map,
        [BpfArgument(BpfArgumentKind.RecordCallback)] UserRecordCondition<T> body)
        where T : unmanaged
    {
        SimulationRun run = SimulationRun.Require(map);
        int count = 0;
        while (run.UserRecords.TryTake(map, out UserRecord<T> record))
        {
            count++;
            if (!body(in record))
                break;
        }

        return count;
    }

    /// <summary>Calls a function for each record that is there (<c>bpf_user_ringbuf_drain</c>, Linux 6.1), at most 131,072 times, and takes it out.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <typeparam name="TState">A variable that the function changes.</typeparam>
    /// <param name="map">The ring buffer.</param>
    /// <param name="state">The variable.</param>
    /// <param name="body">A lambda, local function or static method. A fault in it ends the program.</param>
    /// <returns>Records that the function was called for, or a negative error number: <c>-EBUSY</c> (-16) where another CPU reads, <c>-EINVAL</c> (-22), <c>-E2BIG</c> (-7) or <c>-EPROTO</c> (-71) where user space has written nonsense.</returns>
    [BpfHelper(209, Name = "bpf_user_ringbuf_drain", Since = "6.1")]
    public static int Drain<T, TState>(
        this UserRingBufferMap<T> map,
        [BpfArgument(BpfArgumentKind.Environment)] ref TState state,
        [BpfArgument(BpfArgumentKind.RecordCallback)] UserRecordAction<T, TState> body)
        where T : unmanaged
        where TState : unmanaged
    {
        SimulationRun run = SimulationRun.Require(map);
        int count = 0;
        while (run.UserRecords.TryTake(map, out UserRecord<T> record))
        {
            count++;
            body(in record, ref state);
        }

        return count;
    }

    /// <summary>Calls a function for each record that is there (<c>bpf_user_ringbuf_drain</c>, Linux 6.1), at most 131,072 times, and takes it out.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <typeparam name="TState">A variable that the function changes.</typeparam>
    /// <param name="map">The ring buffer.</param>
    /// <param name="state">The variable.</param>
    /// <param name="body">A lambda, local function or static method; it says whether to go on. A fault in it ends the program.</param>
    /// <returns>Records that the function was called for, or a negative error number: <c>-EBUSY</c> (-16) where another CPU reads, <c>-EINVAL</c> (-22), <c>-E2BIG</c> (-7) or <c>-EPROTO</c> (-71) where user space has written nonsense.</returns>
    [BpfHelper(209, Name = "bpf_user_ringbuf_drain", Since = "6.1")]
    public static int Drain<T, TState>(
        this UserRingBufferMap<T> map,
        [BpfArgument(BpfArgumentKind.Environment)] ref TState state,
        [BpfArgument(BpfArgumentKind.RecordCallback)] UserRecordCondition<T, TState> body)
        where T : unmanaged
        where TState : unmanaged
    {
        SimulationRun run = SimulationRun.Require(map);
        int count = 0;
        while (run.UserRecords.TryTake(map, out UserRecord<T> record))
        {
            count++;
            if (!body(in record, ref state))
                break;
        }

        return count;
    }
}
