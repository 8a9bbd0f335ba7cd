using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using BpfSharp.Simulation.Storage;
using BpfSharp.Views;

namespace BpfSharp.Simulation.Views;

/// <inheritdoc cref="IRingBufferView{T}"/>
internal sealed class SimulatedRingBufferView<T>(RingBufferStorage storage) : SimulatedMapView<RingBufferStorage>(storage), IRingBufferView<T>
    where T : unmanaged
{
    public bool TryRead(out T record)
    {
        bool exists = TryTake(out byte[] bytes);
        record = exists ? Memory.FromBytes<T>(bytes) : default;
        return exists;
    }

    public int ReadAvailable(RingBufferHandler<T> handler)
    {
        int count = 0;
        for (; TryTake(out byte[] bytes); count++)
            handler(in Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(bytes)));
        return count;
    }

    public async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task written;
            bool closed;
            lock (Gate)
            {
                written = Storage.Written;
                closed = Storage.IsClosed;
            }

            while (TryRead(out T record))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return record;
            }

            if (closed)
                yield break;
            await written.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private bool TryTake(out byte[] bytes)
    {
        lock (Gate)
            return Storage.TryTake(out bytes);
    }
}
