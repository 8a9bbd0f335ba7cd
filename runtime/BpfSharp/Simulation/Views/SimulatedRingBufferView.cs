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

    public RingBufferLease<T> Lease()
    {
        lock (Gate)
        {
            byte[] image = Storage.Image(out ulong length);
            return new(ref MemoryMarshal.GetArrayDataReference(image), (nuint)image.Length, 0, length, new Source(this));
        }
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

    // Positions are those of the lease's own image of the ring.
    private sealed class Source(SimulatedRingBufferView<T> view) : RingBufferSource
    {
        private ulong _given;

        public override void Commit(ulong position)
        {
            lock (view.Gate)
            {
                while (_given < position)
                    _given += view.Storage.PassOver();
            }
        }

        public override void End(ulong position) => Commit(position);
    }
}
